import { Problem } from '../problem.ts';
import { assembleReport, type ReportParts, shownReasons } from './assemble.ts';
import type { Report, ReportHeader } from './format.ts';

/** A report of one shard, and its file for messages. */
export interface ShardReport {
  readonly name: string;
  readonly report: Report;
}

/** What the shards do not say of themselves. */
export interface MergeContext extends Pick<ReportParts, 'known' | 'claims'> {
  /** Probe ids in the order of the catalogue. */
  readonly probes: readonly string[];
  /** The digest of the suite that merges: rows are put into its order. */
  readonly suite: string;
}

/**
 * Joins the shards of one run into the report that one machine would have written: rows, plan,
 * evidence, claims and outcome are put together anew by the same code. Throws a Problem with one
 * sentence where they are not the shards of one run (exit 2), or not all of them (exit 3).
 */
export function mergeReports(shards: readonly ShardReport[], context: MergeContext): Report {
  const numbered = shards.map((shard) => ({ ...shard, number: numberOf(shard) }));
  const ordered = numbered.toSorted((a, b) => a.number - b.number);
  const [first, ...rest] = ordered;
  if (first === undefined) throw new Problem('usage', 'There is no report to merge.');
  for (const other of rest) refuseStranger(first, other);
  refuseForeignSuite(first, context);
  refuseGaps(ordered);
  const reports = ordered.map(({ report }) => report);
  const headers = reports.map(({ header }) => header);
  const { tool, suite, target, baseUrl, model, mode, strict, baseline } = first.report.header;
  return assembleReport({
    ...{ tool, suite, target, baseUrl, mode, strict, baseline },
    model: model.asked,
    shard: null,
    started: headers.map(({ started }) => started).toSorted()[0] ?? '',
    ended:
      reports
        .map(({ footer }) => footer.ended)
        .toSorted()
        .at(-1) ?? '',
    planned: headers.reduce((sum, { planned }) => sum + planned, 0),
    unplanned: inOrder(
      headers.flatMap(({ unplanned }) => unplanned),
      context.probes,
      ({ probe }) => probe,
    ),
    partialReasons: distinct(reports.flatMap(ownReasons)),
    warnings: distinct(headers.flatMap(({ warnings }) => warnings)),
    rows: inOrder(
      reports.flatMap(({ rows }) => rows),
      context.known,
      (row) => row.case,
    ),
    exchanges: inOrder(
      reports.flatMap(({ exchanges }) => exchanges),
      context.probes,
      ({ probe }) => probe,
    ),
    known: context.known,
    claims: context.claims,
  });
}

/** What must be the same in all shards, in words. */
const SHARED: readonly (readonly [string, (header: ReportHeader) => unknown])[] = [
  ['target', ({ target }) => target],
  ['address', ({ baseUrl }) => baseUrl],
  ['model', ({ model }) => model.asked],
  ['mode', ({ mode }) => mode],
  ['strictness', ({ strict }) => (strict ? 'strict' : 'not strict')],
  ['suite', ({ suite }) => suite],
  ['version', ({ tool }) => tool],
  ['number of shards', ({ shard }) => shard?.of],
  ['baseline', ({ baseline }) => JSON.stringify(baseline)],
];

function refuseStranger(one: ShardReport, other: ShardReport): void {
  const [a, b] = [one.report.header, other.report.header];
  const differs = SHARED.find(([, of]) => of(a) !== of(b));
  if (differs === undefined) return;
  const [what, of] = differs;
  const values = what === 'baseline' ? '' : ` (${of(a)} and ${of(b)})`;
  throw new Problem(
    'usage',
    `${one.name} and ${other.name} differ in their ${what}${values}: merge the shards of one run only.`,
  );
}

function refuseForeignSuite({ name, report }: ShardReport, { suite }: MergeContext): void {
  if (report.header.suite === suite) return;
  throw new Problem(
    'usage',
    `${name} is of suite ${report.header.suite}, and this chatspec has ${suite}: merge with the version that wrote it.`,
  );
}

function refuseGaps(ordered: readonly (ShardReport & { readonly number: number })[]): void {
  const { of } = ordered[0]?.report.header.shard ?? { of: 0 };
  const twice = ordered.find(({ number }, at) => number === ordered[at - 1]?.number);
  if (twice !== undefined) {
    throw new Problem(
      'usage',
      `Shard ${twice.number} of ${of} is there twice, the second time in ${twice.name}: leave one out.`,
    );
  }
  const there = new Set(ordered.map(({ number }) => number));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((n) => !there.has(n));
  if (missing.length === 0) return;
  throw new Problem(
    'untold',
    `Of ${of} shards ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: run ${missing.map((n) => `--shard ${n}/${of}`).join(', ')} again.`,
  );
}

/** The number of a shard; a Problem where the report is of a whole run. */
function numberOf({ name, report }: ShardReport): number {
  const number = report.header.shard?.number;
  if (number === undefined) {
    throw new Problem(
      'usage',
      `${name} is the report of a whole run and no shard: give the folders of --shard runs.`,
    );
  }
  return number;
}

/** Why a shard is partial, apart from being a shard and what the merged report shows anew. */
function ownReasons({ header, footer }: Report): readonly string[] {
  const shown = shownReasons({ ...header, judged: footer.judged });
  return header.partialReasons.filter((reason) => !shown.includes(reason));
}

function distinct(sentences: readonly string[]): readonly string[] {
  return [...new Set(sentences)];
}

/** Sorts by the place of a name in a list; what has the same name keeps its order. */
function inOrder<Item>(
  items: readonly Item[],
  names: readonly string[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  const places = new Map(names.map((name, place) => [name, place]));
  const placeOf = (item: Item) => places.get(nameOf(item)) ?? names.length;
  return items.toSorted((a, b) => placeOf(a) - placeOf(b));
}
