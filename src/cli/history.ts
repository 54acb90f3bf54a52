import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Problem, wordsOf } from '../problem.ts';
import { type Change, diffReports, type Judged } from '../report/diff.ts';
import type { Report } from '../report/format.ts';
import { readReport } from '../report/read.ts';
import type { Io, Register } from './io.ts';

interface HistoryOptions {
  readonly reports?: string;
  readonly target?: string;
  readonly model?: string;
  readonly json: boolean;
}

/** `history`: one line per report of a folder, oldest first. */
export const history: Register = (program, io) => {
  program
    .command('history')
    .description('the trend of a target: its reports, oldest first')
    .option('--reports <dir>', 'where the reports lie; default: reports')
    .option('--target <name>', 'only this target')
    .option('--model <name>', 'only this model')
    .option('--json', 'print as JSON', false)
    .action(async (options: HistoryOptions) => {
      const reports = await readReports(options.reports, io);
      const lines = reports
        .filter(({ header }) => options.target === undefined || header.target === options.target)
        .filter(({ header }) => options.model === undefined || header.model.asked === options.model)
        .toSorted((a, b) => a.header.started.localeCompare(b.header.started))
        .map((report, at, sorted) => lineOf(report, previousOf(report, sorted.slice(0, at))));
      if (options.json) io.stdout(`${JSON.stringify(lines, null, 2)}\n`);
      else if (lines.length === 0) io.stdout('No report found.\n');
      else for (const line of lines) io.stdout(`${sayLine(line)}\n`);
    });
};

/** The report before this one of the same target and model. */
function previousOf({ header }: Slim, earlier: readonly Slim[]): Slim | undefined {
  return earlier.findLast(
    (one) => one.header.target === header.target && one.header.model.asked === header.model.asked,
  );
}

function lineOf(report: Slim, previous: Slim | undefined) {
  const { header, footer } = report;
  const changes = previous === undefined ? [] : diffReports(previous, report);
  const count = (kind: Change['kind']) => changes.filter((one) => one.kind === kind).length;
  return {
    started: header.started,
    target: header.target,
    model: header.model.asked,
    mode: header.mode,
    evidence: header.evidence?.kind ?? 'none',
    outcome: footer.outcome,
    partial: header.partial,
    mustFailed: footer.totals.MUST.fail,
    shouldFailed: footer.totals.SHOULD.fail,
    worse: count('worse'),
    better: count('better'),
  };
}

function sayLine(line: ReturnType<typeof lineOf>): string {
  const partial = line.partial ? ' PARTIAL' : '';
  return (
    `${line.started.slice(0, 16)}Z ${line.target} ${line.model} ${line.mode} (${line.evidence}): ` +
    `${line.outcome}${partial}, ${line.mustFailed} MUST and ${line.shouldFailed} SHOULD failed` +
    (line.worse + line.better === 0
      ? ''
      : `; since the one before ${line.worse} worse, ${line.better} better`)
  );
}

/** What a history needs of a report: a folder holds one for each night, and each is long. */
interface Slim extends Judged {
  readonly header: Report['header'];
  readonly footer: Report['footer'];
}

/** Every whole report of a folder; others are named on stderr and left out. */
async function readReports(named: string | undefined, io: Io): Promise<readonly Slim[]> {
  const directory = resolve(io.cwd, named ?? 'reports');
  const names = await readdir(directory).catch((error: unknown) => {
    // Nothing was ever written to the usual place; a place that is named must be there.
    if (named === undefined) return [];
    throw new Problem('file', `The folder ${directory} cannot be read: ${wordsOf(error)}.`);
  });
  const reports: Slim[] = [];
  const ids = new Map<string, string>();
  for (const name of names.filter((one) => one.endsWith('.json') && !one.startsWith('.'))) {
    try {
      reports.push(slimOf(await readReport(join(directory, name)), ids));
    } catch (error) {
      io.stderr(`${wordsOf(error)}\n`);
    }
  }
  return reports;
}

/** Keeps what passed and what failed, with one string for each case however many reports there are. */
function slimOf({ header, rows, footer }: Report, ids: Map<string, string>): Slim {
  const kept = rows.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  return {
    header,
    footer,
    rows: kept.map(({ case: id, level, verdict, reason }) => {
      const known = ids.get(id) ?? id;
      ids.set(known, known);
      return { case: known, level, verdict, reason };
    }),
  };
}
