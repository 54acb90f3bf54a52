import { judgeHere } from '../cli/judge.fixture.ts';
import type { World } from './world.ts';

/** A world for tests, and what was printed in it. */
export interface FakeWorld extends World {
  readonly printed: { out: string; err: string };
}

export function fakeWorld(cwd: string, env: Readonly<Record<string, string>> = {}): FakeWorld {
  const printed = { out: '', err: '' };
  return {
    cwd,
    env,
    printed,
    stdout: (text) => {
      printed.out += text;
    },
    stderr: (text) => {
      printed.err += text;
    },
    now: () => new Date('2026-03-22T10:15:00.000Z'),
    judge: judgeHere,
    interrupted: new AbortController().signal,
  };
}

/** Reads a file of outputs as the runner does. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2\n/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}
