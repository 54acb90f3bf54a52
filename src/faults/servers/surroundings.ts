import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, Stage } from '../fault.ts';
import { fullDisk } from '../full-disk.ts';
import { reportsIn } from '../traces.ts';
import { startSound } from './sound.ts';

const conforms = { exit: 0, outcome: 'conforms', within: 25, says: /conforms/ } as const;

/** Sound servers, and a run that is killed, interrupted, cramped or not alone. */
export const surroundingFaults: readonly Fault[] = [
  {
    name: 'no fault at all, for comparison',
    probes: [],
    start: () => startSound(),
    expected: { ...conforms, within: 40 },
  },
  {
    name: 'two runs at once in one folder',
    probes: ['text-plain'],
    start: () => startSound(20),
    expected: conforms,
    play: ({ run }) => Promise.all([run(), run()]),
    inspect: async ({ out }) => {
      const names = (await readdir(out)).sort();
      const two = ['.json', '.md'].every(
        (ending) => names.filter((name) => name.endsWith(ending)).length === 2,
      );
      return two ? [] : [`there are ${names.join(', ')} instead of two reports`];
    },
  },
  {
    name: 'interrupted by Ctrl-C',
    probes: ['text-plain', 'text-echo', 'text-multi-turn', 'stream-plain'],
    start: () => startSound(600),
    expected: {
      exit: 130,
      outcome: 'inconclusive',
      partial: true,
      within: 15,
      says: /It was interrupted/,
    },
    play: async (stage) => [
      await stage.run({
        args: ['--concurrency', '1'],
        onStart: (pid) => void afterRequests(stage, 2, () => process.kill(-pid, 'SIGINT')),
      }),
    ],
  },
  {
    name: 'a budget of two requests for four probes',
    probes: ['text-plain', 'text-echo', 'text-multi-turn', 'stream-plain'],
    start: () => startSound(),
    expected: {
      exit: 3,
      outcome: 'inconclusive',
      partial: true,
      within: 15,
      says: /The budget was used up: 2 requests not sent/,
    },
    play: async ({ run }) => [await run({ args: ['--max-requests', '2'] })],
    inspect: async ({ peer }) =>
      peer.requests() === 2 ? [] : [`${peer.requests()} requests were sent`],
  },
  {
    name: 'killed in the middle of the run',
    probes: ['text-plain', 'text-echo', 'text-multi-turn', 'stream-plain'],
    start: () => startSound(200),
    expected: { exit: -1, outcome: null, within: 15, says: /^/ },
    play: async (stage) => [
      await stage.run({
        onStart: (pid) => void afterRequests(stage, 2, () => process.kill(pid, 'SIGKILL')),
      }),
    ],
  },
  {
    name: 'killed while the report is written',
    probes: ['text-plain'],
    start: () => startSound(),
    expected: { exit: -1, outcome: null, within: 15, says: /^/ },
    play: async (stage) => {
      await mkdir(stage.out, { recursive: true });
      return [
        await stage.run({
          onStart: (pid) => {
            const timer = setInterval(async () => {
              if ((await readdir(stage.out)).length === 0) return;
              clearInterval(timer);
              process.kill(pid, 'SIGKILL');
            }, 1);
          },
        }),
      ];
    },
    inspect: async ({ out }) => {
      const halves = (await reportsIn(out)).filter(({ report }) => report === null);
      return halves.map(({ path }) => `${path} is not a whole report`);
    },
  },
  {
    name: 'a disk that is full',
    probes: ['text-plain'],
    start: () => startSound(),
    expected: { exit: 2, outcome: null, within: 15, says: /cannot be written.*--out/ },
    play: async ({ run, folder, out }) => {
      await mkdir(out, { recursive: true });
      return [await run({ through: fullDisk(join(folder, 'out')) })];
    },
    inspect: async ({ out }, ends) => {
      const left = await readdir(out);
      return [
        ...left.map((name) => `${name} was left behind`),
        ...ends.filter((end) => !end.out.includes('text-plain')).map(() => 'the result was lost'),
      ];
    },
  },
];

/** Acts once the server has had so many requests. */
async function afterRequests({ peer }: Stage, count: number, act: () => void): Promise<void> {
  for (let turn = 0; turn < 2000 && peer.requests() < count; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  act();
}
