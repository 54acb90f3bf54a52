import type { Log, Result } from 'sarif';
import { TOOL } from '../version.ts';
import type { GateLine, GateResult } from './line.ts';

const rules: Record<GateLine['kind'], string> = {
  claim: 'A claim of the page is verified by live evidence',
  statement: 'A statement of the page is verified by live evidence',
  date: 'A date of verification is that of a live report, and young enough',
  model: 'A model that the page names is in the live report',
  example: 'An example of the page works as it stands',
  shape: 'What a sample of the page shows really came',
  block: 'A block of the page is understood',
  note: 'The page and its claims file are understood',
};

/** The result as SARIF 2.1.0, as JSON text. */
export function renderSarif(results: readonly GateResult[]): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'chatspec',
            version: TOOL,
            rules: Object.entries(rules).map(([kind, text]) => ({
              id: `page.${kind}`,
              shortDescription: { text },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.flatMap(({ page, lines }) =>
          lines.flatMap((line) => resultOf(line, page)),
        ),
      },
    ],
  } satisfies Log;
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(line: GateLine, page: string): readonly Result[] {
  const level = levelOf(line);
  if (level === null) return [];
  const remedy = line.remedy === null ? '' : ` To do: ${line.remedy}.`;
  return [
    {
      ruleId: `page.${line.kind}`,
      level,
      message: { text: `${line.text}: ${line.verdict}: ${line.why}.${remedy}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: referenceOf(page) },
            region: { startLine: line.line, startColumn: line.column },
          },
        },
      ],
    },
  ];
}

/**
 * A path as a URI reference (RFC 3986, section 4.2): no segment may read as a query, a fragment or a
 * scheme, and no beginning as a host.
 */
function referenceOf(path: string): string {
  const segments = path.toWellFormed().split(/[\\/]+/);
  return segments.map(encodeURIComponent).join('/');
}

function levelOf(line: GateLine): 'error' | 'warning' | 'note' | null {
  if (line.verdict === 'contradicted') return 'error';
  if (line.verdict === 'unverified') return line.binding ? 'warning' : 'note';
  return line.verdict === 'unknown' ? 'note' : null;
}
