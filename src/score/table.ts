import { familyOf } from '../engine/catalogue.ts';
import { alignTable } from '../markdown-table.ts';
import type { Detection } from './detection.ts';
import type { Fate } from './fate.ts';
import { PUBLISHED, type Score } from './score.ts';
import { checkOf } from './tables.ts';

const HEAD =
  'family|checks|defects|exactly|otherwise|missed|generated|exactly|otherwise|missed|false alarms'.split(
    '|',
  );

/** The published score: one row per family, and what is counted over all of them. */
export function renderTable(score: Score): string {
  const rows = [...score.families].map(([family, checks]) => rowOf(score, family, checks.length));
  const sum = rows.reduce((a, b) => a.map((one, n) => one + (b[n] ?? 0)));
  const line = (name: string, cells: readonly number[]) => [name, ...cells.map(String)];
  return [
    'Made by `npm run score`; CI fails where a defect is missed or a legal variation is flagged. A defect',
    'is detected exactly when the rows that it must redden are red and no other is.',
    '',
    ...alignTable(
      [
        HEAD,
        ...[...score.families.keys()].map((family, n) => line(family, rows[n] ?? [])),
        line('**all**', sum),
      ],
      1,
    ),
    '',
    ...sentences(score),
  ].join('\n');
}

function rowOf(score: Score, family: string, checks: number): readonly number[] {
  const byHand = score.judged.filter(({ defect }) => defect.family === family);
  const byRule = score.generated.filter(({ defect }) => familyOfRows(defect.findings) === family);
  const alarms = [score.unseen, score.variations, score.combinations].flatMap((one) => one.alarms);
  return [
    checks,
    ...counts(byHand.map(({ detection }) => detection)),
    ...counts(byRule.map(({ detection }) => detection)),
    alarms.filter(({ rows }) => familyOfRows(rows) === family).length,
  ];
}

function counts(detections: readonly Detection[]): readonly number[] {
  const of = (...kinds: readonly Detection['kind'][]) =>
    detections.filter(({ kind }) => kinds.includes(kind)).length;
  return [detections.length, of('exact'), of('otherwise'), of('missed', 'unfit')];
}

function familyOfRows([first = '']: Iterable<string>): string {
  return familyOf(checkOf(first));
}

function sentences(score: Score): readonly string[] {
  const { unseen, pairs, variations, combinations, cuts, unnamed } = score;
  const fates = pairs.verdicts.flatMap((one) => one.fates ?? []);
  const of = (fate: Fate) => fates.filter((one) => one === fate).length;
  const apart = pairs.verdicts.filter((one) => one.fates === null).length;
  return [
    `- Legal: ${variations.count} variations, each in every answer that it fits, and ${combinations.count} random combinations of them; ${variations.alarms.length + combinations.alarms.length} flagged.`,
    `- Generated defects are made by rule: every member that the schemas require removed, set to null or given another type, in every fixture; every event of every stream dropped, doubled and swapped with the next. An oracle of its own says which rows a change of events must redden. ${unseen.count} of these changes are legal, since no reader can see them; ${unseen.alarms.length} of them flagged.`,
    `- Two defects at once: ${pairs.verdicts.length} of ${pairs.all} pairs in one answer, sampled with seed ${PUBLISHED.seed}. Of the two, ${of('named')} are named, ${of('rests')} rest by design on what the other one breaks, ${of('hidden') + of('undone')} are hidden by the other one in the same place, ${of('missing')} are missing; in ${apart} pairs the second finds nothing to change.`,
    `- The same bytes cut otherwise by the network, in ${cuts.count} ways, at every position of one stream of each suite: ${cuts.differing.length} give another verdict.`,
    `- Checks that no defect names: ${unnamed.length === 0 ? 'none' : unnamed.map((check) => `\`${check}\``).join(', ')}.`,
  ];
}
