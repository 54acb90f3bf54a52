import { resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { entriesInForce } from '../engine/baseline.ts';
import { casesOf } from '../engine/session.ts';
import { wordsOf } from '../problem.ts';
import { buildReport } from '../report/build.ts';
import { exchangesPath, writeExchanges } from '../report/exchanges.ts';
import type { Report } from '../report/format.ts';
import { exitCodeOf } from '../report/outcome.ts';
import { suiteVersion } from '../report/suite-version.ts';
import { renderTerminal } from '../report/terminal.ts';
import { reportJson, writeReport } from '../report/write.ts';
import { TOOL } from '../version.ts';
import type { Exchange, Mode, Target } from '../vocabulary.ts';
import type { Gathered } from './gathered.ts';
import type { Io } from './io.ts';
import { knownCases, probesThat, readEntries, readJudgeOfClaims } from './knowledge.ts';
import type { RunOptions } from './options.ts';
import { ROOT } from './root.ts';

/** A run whose exchanges are gathered and which is still to be judged. */
export interface Run {
  readonly target: Target;
  /** The config's default target, whose page stands in for targets without one. */
  readonly defaultTarget: string | null;
  readonly mode: Mode;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly gathered: Gathered;
}

/** Judges what was gathered, writes the report, prints it and sets the exit code. */
export async function finishRun(run: Run, options: RunOptions, io: Io): Promise<void> {
  const report = await judgeGathered(run, options, io);
  const kept = run.mode === 'live' ? [...(await run.gathered.read()).exchanges.values()] : [];
  await publishReport(report, kept.flat(), options, io);
}

/**
 * Writes a report, prints it and sets the exit code. A live report keeps its exchanges beside it;
 * where they cannot be written the report stands all the same.
 */
export async function publishReport(
  report: Report,
  exchanges: readonly Exchange[],
  options: Pick<RunOptions, 'out' | 'json'>,
  io: Io,
): Promise<void> {
  const folder = resolve(
    io.cwd,
    options.out ?? (report.header.mode === 'live' ? 'reports' : 'reports/replay'),
  );
  // First of all, so that the result is not lost where the disk is full.
  io.stdout(options.json ? reportJson(report) : renderTerminal(report));
  const written = await writeReport(report, folder);
  if (report.header.mode === 'live') {
    try {
      await writeExchanges(report, exchangesPath(written.json), exchanges);
    } catch (error) {
      io.stderr(`Warning: The exchanges cannot be kept beside the report: ${wordsOf(error)}.\n`);
    }
  }
  for (const warning of report.header.warnings) io.stderr(`Warning: ${warning}\n`);
  for (const { at, problem } of report.footer.stale) io.stderr(`Baseline: ${at}: ${problem}\n`);
  io.stderr(`Report: ${written.markdown}\n`);
  io.exitWith(io.interrupted.aborted ? 130 : exitCodeOf(report.footer.outcome));
}

async function judgeGathered(run: Run, options: RunOptions, io: Io): Promise<Report> {
  const { target, gathered } = run;
  const baseline = await readEntries(target.name, options.baseline, io);
  const plan = {
    directory: gathered.directory,
    target,
    probes: gathered.probes,
    baseline: entriesInForce(baseline, run.started.slice(0, 10)),
    strict: options.strict,
  };
  const planned = casesOf(plan, catalogue);
  const judged = new Set(planned.map(({ probe }) => probe));
  const suites = new Set(
    catalogue.probes.filter(({ id }) => judged.has(id)).map(({ suite }) => suite),
  );
  const [{ rows, faults }, { exchanges, warnings }, suite, claims] = await Promise.all([
    io.judge(ROOT, plan, [...suites]),
    gathered.read(),
    suiteVersion(ROOT),
    readJudgeOfClaims(target, run.defaultTarget),
  ]);
  // What the network and the worker left behind goes before the report is built, as far as npm's
  // script allows it: a hostile endpoint may have left much.
  if (run.mode === 'live') globalThis.gc?.();
  for (const fault of faults) io.stderr(`chatspec itself failed: ${fault}\n`);
  return buildReport({
    tool: TOOL,
    suite,
    target,
    mode: run.mode,
    strict: options.strict,
    started: run.started,
    ended: io.now().toISOString(),
    planned,
    unplanned: gathered.unplanned,
    partialReasons: partialReasons(gathered, options, io),
    warnings,
    baseline,
    shard: options.shard ?? null,
    rows,
    exchanges,
    wrongKey: probesThat(({ steps }) => steps.some(({ expects }) => expects.mistake === 'key')),
    known: knownCases(),
    claims,
  });
}

function partialReasons(gathered: Gathered, options: RunOptions, io: Io): readonly string[] {
  const chosen = options.probe.length > 0;
  return [
    ...(chosen
      ? [`Only these probes were chosen: ${[...new Set(options.probe)].join(', ')}.`]
      : []),
    ...(io.interrupted.aborted ? ['It was interrupted.'] : []),
    ...gathered.partialReasons,
  ];
}
