import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import own from '../../package.json' with { type: 'json' };
import { type CommandEnd, runCommand } from './command.ts';
import { configOf, type Fault, KEY, type RunOptions, type Stage } from './fault.ts';
import { findKey, holdsKey, reportsIn } from './traces.ts';

const ROOT = join(import.meta.dirname, '../..');
/** `node ... src/cli/main.ts`, as `npm run chatspec` starts it. */
const [, ...CHATSPEC] = own.scripts.chatspec.split(' ');
/** MiB of resident memory that no process of a run may pass. */
export const MOST_MIB = 200;

/** What became of a row. */
export interface Played {
  readonly fault: Fault;
  readonly seconds: number;
  readonly peakMiB: number | null;
  /** What is not as expected, in a sentence each. */
  readonly problems: readonly string[];
}

/** Plays one row: its server, its run, and a look at everything that was left behind. */
export async function playFault(fault: Fault): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'chatspec-fault-'));
  const peer = await fault.start();
  try {
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    const { target = {} } = fault;
    const entry = typeof target === 'function' ? await target(folder) : target;
    await writeFile(
      join(folder, 'chatspec.config.json'),
      JSON.stringify(configOf(peer, entry), null, 2),
    );
    const stage: Stage = {
      folder,
      out: join(folder, 'out'),
      peer,
      run: (options) => runChatspec(fault, folder, options),
    };
    const ends = fault.play === undefined ? [await stage.run()] : await fault.play(stage);
    peer.close();
    return {
      fault,
      seconds: Math.max(...ends.map(({ seconds }) => seconds)),
      peakMiB: Math.max(...ends.map(({ peakMiB }) => peakMiB ?? 0)) || null,
      problems: [
        ...ends.flatMap((end) => problemsOf(end, fault)),
        ...(await problemsOfFiles(stage, ends, fault)),
        ...((await fault.inspect?.(stage, ends)) ?? []),
      ],
    };
  } finally {
    peer.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runChatspec(
  fault: Fault,
  folder: string,
  { command = 'revalidate', args = [], through = [], onStart }: RunOptions = {},
): Promise<CommandEnd> {
  const probes = fault.probes.flatMap((probe) => ['--probe', probe]);
  const live = command === 'revalidate' ? ['--live'] : [];
  const start = CHATSPEC.map((word) => (word.endsWith('.ts') ? join(ROOT, word) : word));
  const line = [process.execPath, ...start, command, ...live, '--out', 'out', ...probes, ...args];
  return await runCommand([...through, ...line], {
    cwd: folder,
    // Everything that is written lies in the row's folder, where the key is looked for.
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: join(folder, 'tmp'), FAULT_KEY: KEY },
    longest: fault.expected.within * 2,
    onStart,
  });
}

function problemsOf(end: CommandEnd, { expected }: Fault): string[] {
  const said = `${end.err.trim().split('\n').at(-1) ?? ''}`;
  const killed = expected.exit === -1;
  return [
    ...(end.hung ? [`it did not end within ${expected.within * 2} s`] : []),
    ...((killed ? end.code === null : end.code === expected.exit)
      ? []
      : [`exit code ${end.code} instead of ${expected.exit} (${said})`]),
    ...(end.seconds > expected.within
      ? [`it took ${end.seconds.toFixed(1)} s, at most ${expected.within} s were expected`]
      : []),
    ...(end.peakMiB !== null && end.peakMiB > MOST_MIB
      ? [`a process grew to ${end.peakMiB.toFixed(0)} MiB`]
      : []),
    ...(holdsKey(end.out, KEY) ? ['standard output holds the key'] : []),
    ...(holdsKey(end.err, KEY) ? ['standard error holds the key'] : []),
    ...(/\n\s+at .*:\d+:\d+/.test(end.err) ? ['standard error holds a stack trace'] : []),
  ];
}

async function problemsOfFiles(
  { folder, out }: Stage,
  ends: readonly CommandEnd[],
  { expected }: Fault,
): Promise<string[]> {
  const reports = await reportsIn(out);
  const outcomes = reports.map(({ report }) => report?.footer.outcome ?? 'not whole');
  const wanted = expected.outcome === null ? [] : ends.map(() => expected.outcome);
  const killed = expected.exit === -1 && !outcomes.includes('not whole');
  const right = killed || outcomes.join() === wanted.join();
  const words = [
    ...ends.flatMap(({ out, err }) => [out, err]),
    ...reports.map(({ markdown }) => markdown),
  ];
  const partial = reports.some(({ report }) => report?.header.partial);
  return [
    ...(right ? [] : [`outcomes ${outcomes.join()} instead of ${wanted.join()}`]),
    ...(words.some((text) => expected.says.test(text)) ? [] : [`nothing says ${expected.says}`]),
    ...(expected.partial && !partial ? ['the report does not say PARTIAL'] : []),
    ...(await findKey(folder, KEY)).map((path) => `the key is in ${path}`),
  ];
}
