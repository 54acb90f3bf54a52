import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { runCommand } from '../faults/command.ts';
import { configOf, KEY } from '../faults/fault.ts';
import { startSound } from '../faults/servers/sound.ts';
import { alternate, type Measured } from './measure.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Seconds after which a command counts as hung. */
const LONGEST = 120;

/** Seconds that a command takes, which must end with 0. */
async function timeOf(line: readonly string[], cwd: string, env = {}): Promise<number> {
  const end = await runCommand(line, { cwd, env: { ...process.env, ...env }, longest: LONGEST });
  if (end.code !== 0) throw new Error(`${line.join(' ')} ended with ${end.code}: ${end.err}`);
  return end.seconds;
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'chatspec-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A live run against a server that waits before each answer, with room for all probes at once. */
export async function measureLive(wait: number): Promise<Measured> {
  return await inFolder(async (folder) => {
    const peer = await startSound(wait);
    try {
      const config = join(folder, 'chatspec.config.json');
      const timeouts = { firstByte: 10 * wait, exchange: 20 * wait };
      await writeFile(config, JSON.stringify(configOf(peer, { timeouts })));
      const wide = ['--concurrency', String(catalogue.probes.length)];
      const line = ['npm', 'run', '-s', 'chatspec', '--', 'revalidate', '--live'];
      const options = ['--config', config, '--out', join(folder, 'out'), ...wide];
      const value = await timeOf([...line, ...options], ROOT, { FAULT_KEY: KEY });
      // Every probe depends on the first one, which tells whether there is anybody to ask.
      const steps = 1 + Math.max(...catalogue.probes.map((probe) => probe.steps.length));
      const chain = (steps * wait) / 1000;
      return {
        name: 'a live run of the whole contract',
        words: `${peer.requests()} requests of ${wait} ms each; the slowest chain has ${steps} of them, ${chain} s; the limit is 1.3 times that plus 1 s`,
        value,
        limit: 1.3 * chain + 1,
        bound: 'most',
        unit: ' s',
      };
    } finally {
      peer.close();
    }
  });
}

/** The main job on the shipped fixtures against vitest on one trivial test. */
export async function measureReplay(rounds: number): Promise<Measured> {
  return await inFolder(async (folder) => {
    const trivial = join(folder, 'trivial');
    await mkdir(trivial);
    await writeFile(
      join(trivial, 'one.test.ts'),
      "import { expect, test } from 'vitest';\ntest('one', () => expect(1).toBe(1));\n",
    );
    const run = ['npm', 'run', '-s', 'revalidate', '--', '--out', join(folder, 'out')];
    const test = ['npx', 'vitest', 'run', '--root', trivial];
    // Once each beforehand, so that both find their caches.
    await timeOf(run, ROOT);
    await timeOf(test, ROOT);
    const [ours, vitest] = await alternate(
      rounds,
      () => timeOf(run, ROOT),
      () => timeOf(test, ROOT),
    );
    return {
      name: 'revalidate on the shipped fixtures over vitest on one trivial test',
      words: `medians of ${rounds}: ${ours.toFixed(2)} s and ${vitest.toFixed(2)} s`,
      value: ours / vitest,
      limit: 2.5,
      bound: 'most',
      unit: '',
    };
  });
}
