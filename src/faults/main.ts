import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { sideBySide } from '../engine/side-by-side.ts';
import { placeBlock } from '../marked-block.ts';
import { faults } from './faults.ts';
import { sayFullDisk } from './full-disk.ts';
import { type Played, playFault } from './play.ts';
import { renderTable } from './table.ts';

/*
 * `npm run faults`: plays every row against the real command, prints what came of it, and writes the
 * table of the README; with --check it writes nothing and fails where the README is stale.
 */

const README = join(import.meta.dirname, '../../README.md');

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string' },
    width: { type: 'string', default: '2' },
  },
});

const print = (text: string) => process.stdout.write(`${text}\n`);

function sayRow({ fault, seconds, peakMiB, problems }: Played): string {
  const memory = peakMiB === null ? 'memory unknown' : `${peakMiB.toFixed(0)} MiB`;
  const mark = problems.length === 0 ? 'ok  ' : 'FAIL';
  const lines = [`${mark} ${fault.name} (${seconds.toFixed(1)} s, ${memory})`];
  return [...lines, ...problems.map((problem) => `       ${problem}`)].join('\n');
}

/** Whether the README says what the rows say, after it was written where it may be. */
async function settleReadme(): Promise<boolean> {
  const before = await readFile(README, 'utf8');
  const after = placeBlock(before, 'faults', renderTable(faults));
  if (after === null) {
    print(
      'README.md has no place for the table: add <!-- faults:begin --> and <!-- faults:end -->',
    );
    return false;
  }
  if (after === before) return true;
  if (values.check) {
    print('The table in README.md is stale: run npm run faults and commit it.');
    return false;
  }
  await writeFileAtomic(README, after);
  return true;
}

const started = performance.now();
const chosen = faults.filter(({ name }) => name.includes(values.only ?? ''));
const played = await sideBySide(chosen, Number(values.width), async (fault) => {
  const one = await playFault(fault);
  print(sayRow(one));
  return one;
});
const failed = played.filter(({ problems }) => problems.length > 0);
const time = ((performance.now() - started) / 1000).toFixed(0);
print(`${played.length - failed.length} of ${played.length} as expected, in ${time} s.`);
if (chosen.some(({ name }) => name.includes('disk'))) print(`The full disk: ${sayFullDisk()}.`);
const settled = values.only !== undefined || (await settleReadme());
process.exitCode = failed.length === 0 && settled ? 0 : 1;
