import { join, resolve } from 'node:path';
import { catalogue } from '../../../specs/catalogue.ts';
import { folderOf } from '../../engine/replay-plan.ts';
import { datesIn } from '../../gate/dates.ts';
import { chooseEvidence, type EvidenceTerms } from '../../gate/evidence.ts';
import type { BlockKind, Example } from '../../gate/example.ts';
import { judgePage } from '../../gate/judge-page.ts';
import type { GateResult } from '../../gate/line.ts';
import type { Page } from '../../gate/page.ts';
import type { Trial } from '../../gate/trial.ts';
import { suiteVersion } from '../../report/suite-version.ts';
import { type ResolvedTarget, resolveTarget } from '../../target/resolve.ts';
import type { Exchange } from '../../vocabulary.ts';
import type { Io } from '../io.ts';
import { ROOT } from '../root.ts';
import { soundReports, storedOf, withRejudged } from './evidence.ts';
import {
  claimsPath,
  type ReportFolder,
  readClaims,
  readReports,
  readSource,
  readVariations,
} from './files.ts';
import { gatherMissing } from './gather.ts';
import type { GateOptions } from './options.ts';
import type { ReadablePage } from './readable.ts';
import { renewFile } from './renew.ts';
import { tryExamples } from './trials.ts';

/** On what a page is judged; it stays the same while the page is renewed and judged again. */
interface Situation {
  readonly path: string;
  readonly page: Page;
  readonly resolved: ResolvedTarget;
  readonly terms: EvidenceTerms;
  readonly folder: ReportFolder;
  /** Stored exchanges of the evidence, by source. */
  readonly stored: ReadonlyMap<string, Exchange>;
  readonly strict: boolean;
}

/** Judges one page; with `--write`, renews it where it is verified, and judges it again. */
export async function gatePage(path: string, options: GateOptions, io: Io): Promise<GateResult> {
  const read = await readSource(path, io.cwd);
  const situation = await situationOf(path, read.source, options, io);
  const { page, resolved, terms, folder } = situation;
  const examples = examplesIn(read.blocks);
  const trials = await tryExamples(examples, {
    resolved,
    checks: catalogue.checks,
    page: path,
    io,
    send: options.send,
    run: options.runExamples,
    python: options.python ?? null,
    variations: options.runExamples ? await readVariations() : [],
    reports: soundReports(folder, page, terms),
  });
  // A renewal touches no example, so what came of trying them still holds, in their order.
  const judge = (renewed: ReadablePage): GateResult => judgeRead(renewed, trials, situation);
  const result = judge(read);
  return options.write ? await renewFile({ path, read, page, result, judge }, io) : result;
}

async function situationOf(
  path: string,
  source: string,
  options: GateOptions,
  io: Io,
): Promise<Situation> {
  const page = await readClaims(claimsPath(path, options, io), path);
  const resolved = await resolvePage(page, options, io);
  const terms: EvidenceTerms = {
    baseUrl: resolved.target.baseUrl,
    maxAgeDays: page.maxAgeDays,
    suite: await suiteVersion(ROOT),
    now: io.now().toISOString(),
  };
  const recordings = join(ROOT, 'fixtures/exchanges', folderOf(resolved.target.name));
  const days = new Set(datesIn(source).flatMap(({ day }) => day ?? []));
  const readFolder = async (): Promise<ReportFolder> => {
    const found = await readReports(reports);
    return withRejudged(found, page, terms, { target: resolved.target, recordings, days });
  };
  const reports = resolve(io.cwd, options.reports);
  let folder = await readFolder();
  if (options.live) {
    const evidence = chooseEvidence(folder.reports, page.models, terms);
    const missing = evidence.flatMap(({ model, filed }) => (filed === null ? [model] : []));
    await gatherMissing(missing, reports, page, options, io);
    if (missing.length > 0) folder = await readFolder();
  }
  for (const problem of folder.problems) io.stderr(`Passed over: ${problem}\n`);
  const stored = await storedOf(folder, page, terms, recordings);
  return { path, page, resolved, terms, folder, stored, strict: options.strict };
}

async function resolvePage(page: Page, options: GateOptions, io: Io): Promise<ResolvedTarget> {
  const { baseUrl, apiKeyEnv, allowHttp } = options;
  const target = baseUrl === undefined ? (options.target ?? page.target) : undefined;
  const resolved = await resolveTarget({
    cwd: io.cwd,
    env: io.env,
    options: { target, model: page.models[0], baseUrl, apiKeyEnv, allowHttp },
    config: options.config,
    // Without the key a page can still be judged by its reports.
    live: false,
  });
  for (const hint of resolved.hints) io.stderr(`Hint: ${hint}\n`);
  return resolved;
}

function judgeRead(
  { reading, blocks }: ReadablePage,
  trials: readonly Trial[],
  situation: Situation,
): GateResult {
  const { path, page, resolved, terms, folder, stored, strict } = situation;
  const tried = examplesIn(blocks).flatMap((example, n): readonly (readonly [Example, Trial])[] => {
    const trial = trials[n];
    return trial === undefined ? [] : [[example, trial]];
  });
  return judgePage({
    path,
    page,
    reading,
    blocks,
    evidence: chooseEvidence(folder.reports, page.models, terms),
    reports: soundReports(folder, page, terms),
    trials: new Map(tried),
    stored,
    informative: new Set(
      catalogue.probes.filter(({ informative }) => informative === true).map(({ id }) => id),
    ),
    baseUrl: resolved.target.baseUrl,
    now: terms.now,
    strict,
  });
}

function examplesIn(blocks: readonly BlockKind[]): readonly Example[] {
  return blocks.flatMap((block) => (block.kind === 'example' ? [block.example] : []));
}
