import { join, resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { entriesInForce, reviewBaseline } from '../engine/baseline.ts';
import { readBaseline } from '../engine/baseline-file.ts';
import { planCases } from '../engine/plan.ts';
import { folderOf } from '../engine/replay-plan.ts';
import { casesOf } from '../engine/session.ts';
import { buildReport } from '../report/build.ts';
import type { Report } from '../report/format.ts';
import { exitCodeOf } from '../report/outcome.ts';
import { judgeRun } from '../report/run.ts';
import { suiteVersion } from '../report/suite-version.ts';
import { renderTerminal } from '../report/terminal.ts';
import { reportJson, writeReport } from '../report/write.ts';
import { TOOL } from '../version.ts';
import type { Mode, Probe, Row, Target } from '../vocabulary.ts';
import { claimsOf, readPages } from './claims.ts';
import type { Gathered } from './gathered.ts';
import type { Io } from './io.ts';
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
  const folder = resolve(
    io.cwd,
    options.out ?? (run.mode === 'live' ? 'reports' : 'reports/replay'),
  );
  const written = await writeReport(report, folder);
  io.stdout(options.json ? reportJson(report) : renderTerminal(report));
  for (const warning of report.header.warnings) io.stderr(`Warning: ${warning}\n`);
  io.stderr(`Report: ${written.markdown}\n`);
  io.exitWith(io.interrupted.aborted ? 130 : exitCodeOf(report.footer.outcome));
}

async function judgeGathered(run: Run, options: RunOptions, io: Io): Promise<Report> {
  const { target, gathered } = run;
  const file = `specs/baselines/${folderOf(target.name)}.json`;
  const entries = (await readBaseline(join(ROOT, file), file)) ?? [];
  const day = run.started.slice(0, 10);
  const plan = {
    directory: gathered.directory,
    target,
    probes: gathered.probes,
    baseline: entriesInForce(entries, day),
    strict: options.strict,
  };
  const planned = casesOf(plan, catalogue);
  const judged = new Set(planned.map(({ probe }) => probe));
  const suites = new Set(
    catalogue.probes.filter(({ id }) => judged.has(id)).map(({ suite }) => suite),
  );
  const [{ rows, faults }, { exchanges, warnings }, suite, pages] = await Promise.all([
    judgeRun(ROOT, plan, [...suites]),
    gathered.read(),
    suiteVersion(ROOT),
    readPages(join(ROOT, 'specs/pages'), target.name, run.defaultTarget),
  ]);
  const known = planCases(catalogue.probes, catalogue.checks).map(({ id }) => id);
  const stale = reviewBaseline({ entries, day, known, rows });
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
    warnings: [...warnings, ...stale.map(({ at, problem }) => `${at}: ${problem}`)],
    rows,
    exchanges,
    wrongKey: probesThat(({ steps }) => steps.some(({ expects }) => expects.mistake === 'key')),
    claims: (finished: readonly Row[], evidence) =>
      claimsOf(
        pages,
        target,
        probesThat(({ informative }) => informative === true),
        finished,
        evidence,
      ),
    staleEntries: stale.length,
  });
}

function probesThat(holds: (probe: Probe) => boolean): ReadonlySet<string> {
  return new Set(catalogue.probes.filter(holds).map(({ id }) => id));
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
