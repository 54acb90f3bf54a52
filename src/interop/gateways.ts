/**
 * `npm run interop:gateways`: tries chatspec on programs that nobody here wrote. It installs a mock
 * (aimock) and a gateway (portkey, translating Gemini to OpenAI) outside the project's dependencies,
 * starts them on 127.0.0.1, records both as targets, replays what was recorded, and compares the two
 * row by row. Exit codes: 0 every verdict is the same, 1 some differ, 130 interrupted, 2 or
 * 3 as of chatspec itself.
 * Options are handed on to both runs: `-- --probe text-plain --fixtures some/folder`.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { Problem, wordsOf } from '../problem.ts';
import type { Report } from '../report/format.ts';
import { parseReport } from '../report/read.ts';
import { CONFIG_NAME, readConfig } from '../target/config.ts';
import { run } from './child.ts';
import { type Comparison, compareRuns, renderComparison } from './comparison.ts';
import { install, SERVERS } from './install.ts';
import { startServers } from './servers.ts';
import { entryOf, TARGETS, type TargetName, withPorts } from './settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/chatspec-interop');

/** Milliseconds for everything, the first install included. */
const TOTAL_MS = 10 * 60_000;

/** Options for both runs, from our own command line. */
const HANDED_ON = process.argv.slice(2);

/** How chatspec is run on one target. */
interface Setting {
  readonly config: string;
  readonly out: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Runs everything once; returns the comparison of each target. */
async function tryGateways(signal: AbortSignal): Promise<readonly Comparison[]> {
  const known = await readConfig(join(ROOT, CONFIG_NAME));
  say('Installing the gateways ...');
  const gateways = await install(CACHE, signal);
  // Only this run's mock knows it; long enough to be redacted wherever it is echoed.
  const key = `sk-interop-${randomUUID()}`;
  await using servers = await startServers(gateways, known, key);
  say(`Listening on 127.0.0.1: ${JSON.stringify(servers.ports)}`);

  const out = join(CACHE, 'reports');
  const config = join(CACHE, CONFIG_NAME);
  await mkdir(out, { recursive: true });
  await writeFile(config, JSON.stringify(withPorts(known, servers.ports), null, 2));
  const variable = entryOf(known, 'aimock').apiKeyEnv;
  const env = { ...process.env, ...(variable == null ? {} : { [variable]: key }) };

  const timed = timedChecks();
  const comparisons: Comparison[] = [];
  for (const target of TARGETS) {
    const setting = { config, out, env, signal };
    say(`Recording ${target} ...`);
    const live = await chatspec(['record', '--server', SERVERS[target]], target, setting);
    say(`Replaying ${target} ...`);
    const replay = await chatspec(['revalidate', '--replay'], target, setting);
    comparisons.push(compareRuns(target, live, replay, timed));
  }
  return comparisons;
}

/** Runs a command of chatspec as a person would, and reads the report that it prints. */
async function chatspec(
  command: readonly string[],
  target: TargetName,
  { config, out, env, signal }: Setting,
): Promise<Report> {
  const options = ['--target', target, '--config', config, '--out', out, '--json', ...HANDED_ON];
  const args = [join(ROOT, 'src/cli/main.ts'), ...command, ...options];
  const { code, stdout } = await run(args, { cwd: ROOT, env, signal });
  const words = `chatspec ${command[0]} --target ${target}`;
  if (code === 2 || stdout === '') {
    throw new Problem('untold', `${words} ended with exit code ${code}: see its words above.`);
  }
  return parseReport(stdout, `what ${words} printed`);
}

/** Checks that read arrival times, which a replay reproduces only nearly. */
function timedChecks(): ReadonlySet<string> {
  const timed = catalogue.checks.filter(({ context }) => context.includes('times'));
  return new Set(timed.map(({ requirement }) => requirement.id));
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

const stop = new AbortController();
const interrupted = new Problem('untold', 'Interrupted: everything that was started is stopped.');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort(interrupted));
const tooLong = new Problem('untold', `It took more than ${TOTAL_MS / 60_000} minutes.`);
const deadline = setTimeout(() => stop.abort(tooLong), TOTAL_MS);

try {
  const comparisons = await tryGateways(stop.signal);
  process.stdout.write(`${comparisons.map(renderComparison).join('\n')}\n`);
  process.exitCode = comparisons.every(({ changes }) => changes.length === 0) ? 0 : 1;
} catch (error) {
  say(wordsOf(error));
  if (error === interrupted) process.exitCode = 130;
  else process.exitCode = error instanceof Problem ? error.exitCode : 2;
} finally {
  clearTimeout(deadline);
}
