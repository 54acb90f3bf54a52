import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { placeBlock } from '../marked-block.ts';
import { Problem, wordsOf } from '../problem.ts';
import { detect, sayDetection } from './detection.ts';
import { readLegal } from './legal-table.ts';
import { sayLive, scoreLive } from './live.ts';
import { DEFECTS, LEGAL, openOwnBench, ROOT } from './own-fixtures.ts';
import { mistakesOf, PUBLISHED, scoreAll } from './score.ts';
import { renderTable } from './table.ts';
import { checkOf, type Defect, readDefects } from './tables.ts';

/*
 * `npm run score`: corrupts the fixtures, looks whether the judge says exactly what is wrong and
 * nothing else, and writes the table of the README. With --check it writes nothing and fails where
 * the README is stale. --only takes a name of a defect, a check or a family, and tells each. --live
 * sends the same over sockets of this machine, through the transport that asks real endpoints.
 */

const README = join(ROOT, 'README.md');

const print = (text: string) => process.stdout.write(`${text}\n`);
const progress = (text: string) => process.stderr.write(`${text}\n`);

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        check: { type: 'boolean', default: false },
        live: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Problem('usage', wordsOf(error));
  }
}

async function run(): Promise<number> {
  const { only, check, live } = readArguments();
  const bench = await openOwnBench();
  const defects = await readDefects(DEFECTS, bench);
  const chosen = only === undefined ? defects : choose(defects, only);
  if (only !== undefined && !live) {
    const judged = [];
    for (const defect of chosen) judged.push(await detect(bench, defect));
    for (const { defect, detection } of judged) print(sayDetection(defect.name, detection));
    const exact = judged.filter(({ detection }) => detection.kind === 'exact').length;
    print(`${exact} of ${judged.length} exactly.`);
    return exact === judged.length ? 0 : 1;
  }
  const { variations } = await readLegal(LEGAL, ROOT, bench);
  if (live) {
    const told = sayLive(await scoreLive(bench, chosen, only === undefined ? variations : []));
    for (const line of told.lines) print(line);
    return told.mistakes === 0 ? 0 : 1;
  }
  const score = await scoreAll(bench, defects, variations, PUBLISHED, progress);
  const table = renderTable(score);
  print(table);
  const mistakes = mistakesOf(score);
  for (const mistake of mistakes) print(mistake);
  const settled = await settleReadme(table, check);
  return mistakes.length === 0 && settled ? 0 : 1;
}

function choose(defects: readonly Defect[], only: string): readonly Defect[] {
  const chosen = defects.filter(({ name, family, findings }) => {
    const checks = [...findings].map(checkOf);
    return name.includes(only) || family === only || checks.includes(only);
  });
  if (chosen.length > 0) return chosen;
  throw new Problem('usage', `No defect has ${only} in its name, as its check or as its family.`);
}

/** Whether the README holds this table, after it was written where it may be. */
async function settleReadme(table: string, check: boolean): Promise<boolean> {
  const before = await readFile(README, 'utf8');
  const after = placeBlock(before, 'score', table);
  if (after === null) {
    progress(
      'README.md has no place for the table: add <!-- score:begin --> and <!-- score:end -->.',
    );
    return false;
  }
  if (after === before) return true;
  if (check) {
    progress('The score in README.md is stale: run npm run score and commit it.');
    return false;
  }
  await writeFileAtomic(README, after);
  return true;
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
