/**
 * `npm run sample`: puts into the README what a run on the recordings of a real gateway prints. The
 * tests hold the README against it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { placeBlock } from '../marked-block.ts';
import { Problem } from '../problem.ts';
import { type Judge, openBench } from '../report/run.ts';
import { runProgram } from './program.ts';
import { ROOT } from './root.ts';

const README = join(ROOT, 'README.md');
const TARGET = 'portkey-gemini';

/** The README as it is, and as it is with what the command prints today. */
export async function readWithSample(judge: Judge): Promise<{ now: string; wanted: string }> {
  const now = await readFile(README, 'utf8');
  const wanted = placeBlock(now, 'sample', `\`\`\`text\n${await printed(judge)}\`\`\``);
  if (wanted === null) throw new Problem('file', 'The README has no block named sample.');
  return { now, wanted };
}

/** What the run prints; it is dated as the recordings are, so that the sample does not age. */
async function printed(judge: Judge): Promise<string> {
  const recording = join(ROOT, 'fixtures/exchanges', TARGET, 'text-plain.json');
  const { recorded }: { recorded: string } = JSON.parse(await readFile(recording, 'utf8'));
  const out = await mkdtemp(join(tmpdir(), 'chatspec-sample-'));
  let text = '';
  try {
    await runProgram(['revalidate', '--target', TARGET, '--out', out], {
      stdout: (words) => {
        text += words;
      },
      stderr: () => {},
      env: {},
      cwd: ROOT,
      now: () => new Date(recorded),
      isTTY: false,
      readStdin: async () => new Uint8Array(),
      judge,
      interrupted: new AbortController().signal,
    });
  } finally {
    await rm(out, { recursive: true });
  }
  return text;
}

if (import.meta.main) {
  const { now, wanted } = await readWithSample(openBench().judge);
  if (now !== wanted) await writeFileAtomic(README, wanted);
}
