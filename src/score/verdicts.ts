import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { catalogue } from '../../specs/catalogue.ts';
import { judgeVariant, readVariants } from '../../specs/checks/variants.fixture.ts';
import { familyOfCase, type Told, tellAll } from '../../specs/checks/verdicts.fixture.ts';

/*
 * `npm run verdicts` judges the fixtures as they are and with every defect and every legal variation,
 * and keeps a digest by family of all that every row says of them, reasons, places and words included:
 * fixtures/verdicts.json. With --check it compares and exits with 1 where a family says something else,
 * so that no change of a verdict goes unseen. --table FILE writes it all, to look at what changed.
 */

const PATH = join(import.meta.dirname, '../../fixtures/verdicts.json');
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, table: { type: 'string' } },
});

const table: Record<string, Told> = {};
const lines = new Map<string, string[]>();
let sound: Told = {};
for (const variant of await readVariants()) {
  const told = tellAll(await judgeVariant(variant, catalogue.checks));
  if (variant.name === 'sound') sound = told;
  const rows = Object.entries(told)
    .filter(([id, words]) => variant.name === 'sound' || words !== sound[id])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  table[variant.name] = Object.fromEntries(rows);
  for (const [id, words] of rows) {
    const family = familyOfCase(id);
    const known = lines.get(family) ?? [];
    lines.set(family, known);
    known.push(`${variant.name} ${id} ${words}`);
  }
}
if (values.table !== undefined) await writeFileAtomic(values.table, JSON.stringify(table, null, 1));

const digests: Record<string, string> = {};
for (const [family, all] of [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  const hash = createHash('sha256').update(all.toSorted().join('\n'));
  digests[family] = hash.digest('hex').slice(0, 16);
}
const text = `${JSON.stringify(digests, null, 2)}\n`;
const before = existsSync(PATH) ? readFileSync(PATH, 'utf8') : '{}';
if (!values.check) {
  await writeFileAtomic(PATH, text);
} else if (text !== before) {
  const kept: Record<string, string> = JSON.parse(before);
  const names = new Set([...Object.keys(kept), ...Object.keys(digests)]);
  const changed = [...names].filter((name) => kept[name] !== digests[name]);
  process.stderr.write(
    `Rows of ${changed.join(', ')} say something else than fixtures/verdicts.json keeps: look at what changed (--table FILE before and after), then run npm run verdicts.\n`,
  );
  process.exitCode = 1;
}
