import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { Problem, wordsOf } from '../problem.ts';
import { exchangesPath, readExchanges } from '../report/exchanges.ts';
import { mergeReports, type ShardReport } from '../report/merge.ts';
import { readReport } from '../report/read.ts';
import { suiteVersion } from '../report/suite-version.ts';
import type { Io, Register } from './io.ts';
import { knownCases, readJudgeOfClaims } from './knowledge.ts';
import type { RunOptions } from './options.ts';
import { defaultTargetOf } from './revalidate.ts';
import { ROOT } from './root.ts';
import { publishReport } from './run.ts';

type MergeOptions = Pick<RunOptions, 'out' | 'json' | 'config'>;

/** `merge DIR...`: the shards of one run become the report of the whole. */
export const merge: Register = (program, io) => {
  program
    .command('merge')
    .description('join the reports of revalidate --shard into the one report of the whole run')
    .argument('<dir...>', 'folders with the reports of the shards, or the report JSON files')
    .option('--out <dir>', 'where the report is written; default: as for revalidate')
    .option('--json', 'print the report JSON on stdout, and nothing else there', false)
    .option('--config <file>', 'another config file than chatspec.config.json')
    .addHelpText(
      'after',
      '\nExits as revalidate does; 2 where the reports are not of one run, 3 where a shard is missing.',
    )
    .action((places: readonly string[], options: MergeOptions) => mergeShards(places, options, io));
};

async function mergeShards(
  places: readonly string[],
  options: MergeOptions,
  io: Io,
): Promise<void> {
  const files = (await Promise.all(places.map((place) => filesAt(place, io.cwd)))).flat();
  const shards = await Promise.all(
    files.map(async (name): Promise<ShardReport> => {
      return { name, report: await readReport(resolve(io.cwd, name)) };
    }),
  );
  const [first] = shards;
  if (first === undefined) {
    throw new Problem(
      'untold',
      `There is no report in ${places.join(', ')}: run the shards first.`,
    );
  }
  const { target, model } = first.report.header;
  const about = { name: target, model: model.asked };
  const report = mergeReports(shards, {
    probes: catalogue.probes.map(({ id }) => id),
    known: knownCases(),
    suite: await suiteVersion(ROOT),
    claims: await readJudgeOfClaims(about, await defaultTargetOf(options, io)),
  });
  const kept = await Promise.all(
    files.map((name) => readExchanges(exchangesPath(resolve(io.cwd, name)))),
  );
  await publishReport(report, kept.flat(), options, io);
}

/** The report files of a folder; a file is itself. */
async function filesAt(place: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, place);
  try {
    if (!(await stat(path)).isDirectory()) return [place];
    const names = await readdir(path);
    return names
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .toSorted()
      .map((name) => join(place, name));
  } catch (error) {
    throw new Problem('file', `The report or folder ${place} cannot be read: ${wordsOf(error)}.`);
  }
}
