import { type ChatCall, namesOf, readCode } from './code-calls.ts';
import { type CodeLanguage, parseCode } from './code-tree.ts';
import type { Names } from './code-value.ts';
import type { BlockKind, Example, ExampleRequest, PageFinding } from './example.ts';
import { hazardsOf } from './loops.ts';
import { isPlaceholder } from './match.ts';
import { findingAt, nameFindings } from './page-finding.ts';
import type { Block } from './reading.ts';

/** What earlier blocks of the same language leave to a later one. */
export interface Context {
  /** Their text, where it makes what a fragment leans on. */
  readonly program: string;
  readonly names: Names;
  /** The address that the client was given. */
  readonly address: string | null;
}

/** Reads a block of code, and gives the context for the blocks after it. */
export function codeExample(
  block: Block,
  language: CodeLanguage,
  before: Context,
): { readonly kind: BlockKind; readonly context: Context } {
  const tree = parseCode(block.text, language);
  const { calls, addresses, makesClient } = readCode(tree, before.names);
  const names = namesOf(tree, before.names);
  const address = addresses.at(-1) ?? (makesClient ? null : before.address);
  // A block that makes a client of its own stands alone; a fragment is run after what it needs.
  const program = makesClient ? block.text : `${before.program}\n${block.text}`.trimStart();
  const context = { program: makesClient ? block.text : before.program, names, address };
  const [call] = calls;
  if (call === undefined) {
    const related = makesClient || /openai|chat\/completions/i.test(block.text);
    if (related) return { kind: { kind: 'setup' }, context: { ...context, program } };
    const why = `the ${language} block sends no chat request that is understood`;
    return { kind: { kind: 'unknown', why }, context: before };
  }
  const findings: PageFinding[] = calls.flatMap((each) =>
    nameFindings(block, each.members, language),
  );
  if (tree.error !== null) findings.push(syntaxFinding(block, tree.error, language));
  for (const { at, text, why, remedy } of hazardsOf(tree, calls)) {
    findings.push(findingAt(block, at, { text, verdict: 'contradicted', why, remedy }));
  }
  if (!makesClient && call.url === null && before.program === '') {
    const why = 'the block leans on a client that no earlier block makes';
    const remedy = 'show how the client is made';
    findings.push(
      findingAt(block, call.node.from, { text: firstLine(block), verdict: 'unknown', why, remedy }),
    );
  }
  const example: Example = {
    block,
    kind: 'code',
    language,
    request: requestOf(call, address),
    streams: call.body['stream'] === true,
    program,
    findings,
  };
  return { kind: { kind: 'example', example }, context };
}

function requestOf(call: ChatCall, address: string | null): ExampleRequest | null {
  const model = call.body['model'];
  const open = typeof model === 'string' && isPlaceholder(model);
  if (!call.complete || open) return null;
  const base = address?.replace(/\/+$/, '') ?? null;
  const url = call.url ?? (base === null ? null : `${base}/chat/completions`);
  const headers = [
    ['Content-Type', 'application/json'],
    ['Authorization', 'Bearer YOUR_API_KEY'],
  ] as const;
  return { method: 'POST', url, headers, body: JSON.stringify(call.body), json: call.body };
}

function syntaxFinding(block: Block, at: number, language: CodeLanguage): PageFinding {
  return findingAt(block, at, {
    text: firstLine(block),
    verdict: 'contradicted',
    why: `the example is not ${language === 'python' ? 'Python' : 'JavaScript'} from here on`,
    remedy: 'mend the syntax',
  });
}

function firstLine(block: Block): string {
  return block.text.trimStart().split('\n')[0] ?? '';
}
