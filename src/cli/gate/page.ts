import { resolve } from 'node:path';
import { catalogue } from '../../../specs/catalogue.ts';
import { chooseEvidence, type EvidenceTerms, objectionTo } from '../../gate/evidence.ts';
import type { Example } from '../../gate/example.ts';
import { classifyBlocks } from '../../gate/examples.ts';
import { judgePage } from '../../gate/judge-page.ts';
import type { GateResult } from '../../gate/line.ts';
import type { Page } from '../../gate/page.ts';
import { readPage } from '../../gate/read-page.ts';
import type { PageReading } from '../../gate/reading.ts';
import { renewPage } from '../../gate/renew.ts';
import type { Trial } from '../../gate/trial.ts';
import { suiteVersion } from '../../report/suite-version.ts';
import { type ResolvedTarget, resolveTarget } from '../../target/resolve.ts';
import type { Io } from '../io.ts';
import { ROOT } from '../root.ts';
import {
  claimsPath,
  type ReportFolder,
  readClaims,
  readReports,
  readSource,
  writePage,
} from './files.ts';
import { gatherMissing } from './gather.ts';
import type { GateOptions } from './options.ts';
import { tryExamples } from './trials.ts';

/** Everything about a page that stays the same while it is judged, renewed and judged again. */
interface Situation {
  readonly path: string;
  readonly page: Page;
  readonly resolved: ResolvedTarget;
  readonly terms: EvidenceTerms;
  readonly folder: ReportFolder;
  readonly options: GateOptions;
}

/** Judges one page; with `--write`, renews it where it is verified, and judges it again. */
export async function gatePage(path: string, options: GateOptions, io: Io): Promise<GateResult> {
  const source = await readSource(path, io.cwd);
  const page = await readClaims(claimsPath(path, options, io), path);
  const resolved = await resolvePage(page, options, io);
  const terms: EvidenceTerms = {
    target: page.target,
    baseUrl: resolved.target.baseUrl,
    maxAgeDays: page.maxAgeDays,
    suite: await suiteVersion(ROOT),
    now: io.now().toISOString(),
  };
  const reports = resolve(io.cwd, options.reports);
  let folder = await readReports(reports);
  if (options.live) {
    const missing = chooseEvidence(folder.reports, page.models, terms).filter(
      ({ filed }) => filed === null,
    );
    await gatherMissing(
      missing.map(({ model }) => model),
      reports,
      page,
      options,
      io,
    );
    folder = await readReports(reports);
  }
  for (const problem of folder.problems) io.stderr(`Passed over: ${problem}\n`);
  const situation = { path, page, resolved, terms, folder, options };
  const reading = readPage(source, path);
  const blocks = classifyBlocks(reading.blocks);
  const examples = blocks.flatMap((block) => (block.kind === 'example' ? [block.example] : []));
  const trials = await tryExamples(examples, {
    resolved,
    checks: catalogue.checks,
    page: path,
    io,
    send: options.send,
    run: options.runExamples,
    python: options.python ?? null,
  });
  const result = judgeSource(reading, blocks, trials, situation);
  return options.write ? await renew(source, result, examples, trials, situation, io) : result;
}

function resolvePage(page: Page, options: GateOptions, io: Io): Promise<ResolvedTarget> {
  const { baseUrl, apiKeyEnv, allowHttp } = options;
  const target = baseUrl === undefined ? (options.target ?? page.target) : undefined;
  return resolveTarget({
    cwd: io.cwd,
    env: io.env,
    options: { target, model: page.models[0], baseUrl, apiKeyEnv, allowHttp },
    config: options.config,
    // Without the key a page can still be judged by its reports.
    live: false,
  });
}

function judgeSource(
  reading: PageReading,
  blocks: ReturnType<typeof classifyBlocks>,
  trials: ReadonlyMap<Example, Trial>,
  { path, page, resolved, terms, folder, options }: Situation,
): GateResult {
  const sound = folder.reports.filter(({ report }) =>
    page.models.some((model) => objectionTo(report, model, terms) === null),
  );
  return judgePage({
    path,
    page,
    reading,
    blocks,
    evidence: chooseEvidence(folder.reports, page.models, terms),
    reports: sound,
    trials,
    stored: new Map(),
    informative: new Set(
      catalogue.probes.filter(({ informative }) => informative === true).map(({ id }) => id),
    ),
    baseUrl: resolved.target.baseUrl,
    now: terms.now,
    strict: options.strict,
  });
}

/** Renews a page in which nothing but its dates is open; else says why it is left alone. */
async function renew(
  source: string,
  result: GateResult,
  examples: readonly Example[],
  trials: ReadonlyMap<Example, Trial>,
  situation: Situation,
  io: Io,
): Promise<GateResult> {
  const { path, page } = situation;
  const open = result.lines.find(({ kind, verdict, binding }) =>
    verdict === 'contradicted'
      ? kind !== 'date'
      : verdict === 'unverified' && binding && kind !== 'date',
  );
  const days = result.evidence.flatMap(({ date }) => (date === null ? [] : [date.slice(0, 10)]));
  const oldest = days.toSorted()[0];
  if (open !== undefined || oldest === undefined) {
    const place = open === undefined ? path : `${path}:${open.line}:${open.column}`;
    io.stderr(`Not renewed: ${place} ${open?.verdict ?? 'has no evidence'}.\n`);
    return result;
  }
  const renewed = renewPage(source, page, readPage(source, path), { day: oldest });
  if (renewed === source) {
    io.stderr(`${path} is up to date.\n`);
    return result;
  }
  await writePage(path, renewed, io);
  io.stderr(`${path} renewed: verified on ${oldest}.\n`);
  const reading = readPage(renewed, path);
  const blocks = classifyBlocks(reading.blocks);
  return judgeSource(reading, blocks, sameTrials(blocks, examples, trials), situation);
}

/** A renewal touches no example, so what came of trying them still holds, in their order. */
function sameTrials(
  blocks: ReturnType<typeof classifyBlocks>,
  before: readonly Example[],
  trials: ReadonlyMap<Example, Trial>,
): ReadonlyMap<Example, Trial> {
  const now = blocks.flatMap((block) => (block.kind === 'example' ? [block.example] : []));
  const same = new Map<Example, Trial>();
  for (const [n, example] of now.entries()) {
    const earlier = before[n];
    const trial = earlier === undefined ? undefined : trials.get(earlier);
    if (trial !== undefined) same.set(example, trial);
  }
  return same;
}
