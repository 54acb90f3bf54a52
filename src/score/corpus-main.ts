import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '../../specs/catalogue.ts';
import { type CorpusScore, type Flag, readCorpus, scoreCorpus } from './corpus.ts';
import { ROOT } from './own-fixtures.ts';

/*
 * `npm run score:corpus`: what the checks say of recorded answers of real providers, which lie beside
 * the project and are no part of it. --flags CHECK lists each finding of one check.
 */

const CORPUS = join(ROOT, '../shared/corpus/exchanges.jsonl.gz');

const print = (text: string) => process.stdout.write(`${text}\n`);

/** The table by provider, then by check. */
function sayScore({ total, clean, flags, errors }: CorpusScore): string {
  const providers = [...total].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  const of = (level: Flag['level'], provider: string) =>
    flags.filter((flag) => flag.level === level && flag.provider === provider).length;
  const rows = providers.map((name) => [
    name,
    total.get(name) ?? 0,
    clean.get(name) ?? 0,
    of('MUST', name),
    of('SHOULD', name),
  ]);
  const byCheck = [...Map.groupBy(flags, ({ check, level }) => `${check} ${level}`)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([, own]) => {
      const counts = [...Map.groupBy(own, ({ provider }) => provider)]
        .toSorted(([, a], [, b]) => b.length - a.length)
        .map(([provider, { length }]) => `${provider} ${length}`);
      return [own[0]?.check ?? '', own[0]?.level ?? '', own.length, counts.join(', ')];
    });
  return [
    tableOf(['provider', 'exchanges', 'clean', 'MUST findings', 'SHOULD findings'], rows),
    tableOf(['check', 'level', 'findings', 'by provider'], byCheck),
    ...errors.map((error) => `broken: ${error}`),
  ].join('\n\n');
}

function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const { values } = parseArgs({ options: { flags: { type: 'string' } } });
const lines = readCorpus(CORPUS);
if (lines === null) {
  print(`There is no corpus at ${CORPUS}: nothing was judged.`);
} else {
  const score = scoreCorpus(lines, catalogue.checks);
  if (values.flags === undefined) print(sayScore(score));
  for (const { exchange, provider, check, finding } of score.flags) {
    if (check !== values.flags) continue;
    print(`${provider} ${exchange} ${JSON.stringify(finding)}`);
  }
  process.exitCode = score.errors.length === 0 ? 0 : 1;
}
