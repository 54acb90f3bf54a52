import type { Case, Exchange, Row, Target } from '../vocabulary.ts';
import { assembleReport, type ReportParts } from './assemble.ts';
import { excerptAt } from './excerpt.ts';
import type { Report, ReportRow } from './format.ts';
import { summariseExchange } from './summary.ts';

/** Everything that a run leaves behind. */
export interface FinishedRun
  extends Omit<ReportParts, 'target' | 'baseUrl' | 'model' | 'planned' | 'rows' | 'exchanges'> {
  readonly target: Target;
  readonly planned: readonly Case[];
  readonly rows: readonly Row[];
  /** The probes that send a key which cannot be right. */
  readonly wrongKey: ReadonlySet<string>;
  /** By probe, in the order of its steps. */
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
}

/** Puts a run into the form that is written, read back and rendered. Pure. */
export function buildReport(run: FinishedRun): Report {
  const { target, planned, exchanges } = run;
  return assembleReport({
    ...run,
    target: target.name,
    baseUrl: target.baseUrl,
    model: target.model,
    planned: planned.length,
    rows: arrangeRows(run),
    exchanges: [...exchanges].flatMap(([probe, list]) =>
      list.map((exchange) => summariseExchange(exchange, probe, keyFor(probe, run))),
    ),
  });
}

/** What stands for the key in shell lines. */
function keyFor(probe: string, { target, wrongKey }: FinishedRun): string | null {
  if (target.apiKeyEnv === null) return null;
  return wrongKey.has(probe) ? 'a-wrong-key' : `$${target.apiKeyEnv}`;
}

/** Rows in the order of the plan, however the runner finished them, with the bytes of findings. */
function arrangeRows(run: FinishedRun): readonly ReportRow[] {
  const position = new Map(run.planned.map(({ id }, index) => [id, index]));
  const bySource = new Map(
    [...run.exchanges.values()].flat().map((exchange) => [exchange.source, exchange]),
  );
  return run.rows
    .filter(({ case: id }) => position.has(id))
    .sort((a, b) => (position.get(a.case) ?? 0) - (position.get(b.case) ?? 0))
    .map((row) => ({
      ...row,
      findings: row.findings.map((finding) => {
        const exchange = bySource.get(finding.exchange ?? row.exchanges[0] ?? '');
        return { ...finding, excerpt: exchange ? excerptAt(exchange, finding.at) : null };
      }),
    }));
}
