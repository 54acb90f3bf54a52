import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../specs/catalogue.ts';
import { checkOf } from '../score/tables.ts';
import { readProof } from './proof.ts';

const ROOT = join(import.meta.dirname, '../..');
const known = join(ROOT, '../shared/contract/violations.json');

const { violations, defects } = await readProof(join(ROOT, 'fixtures'));
const levels = new Map(
  catalogue.checks.map(({ requirement: { id, level } }) => [id, level] as const),
);

test('every violation stands in the table once, in the order of the numbers', () => {
  const ids = violations.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test('every check that the table names is one of the catalogue', () => {
  const named = violations.flatMap((one) => ('checks' in one ? one.checks : []));
  expect(named.filter((check) => !levels.has(check))).toEqual([]);
});

test('every violation that can be red is shown by a defect that reddens one of its checks', () => {
  const unshown = violations.filter((one) => {
    if (!('checks' in one) || one.checks.every((check) => levels.get(check) === 'INFO')) {
      return false;
    }
    const shown = defects
      .filter(({ entry }) => entry === one.id)
      .flatMap(({ findings }) => findings.map(checkOf));
    return !one.checks.some((check) => shown.includes(check));
  });
  expect(unshown.map(({ id }) => id)).toEqual([]);
});

test('every defect that shows a violation shows one of the table', () => {
  const observed = new Set(violations.filter((one) => 'checks' in one).map(({ id }) => id));
  const strange = defects.filter(({ entry }) => entry !== undefined && !observed.has(entry));
  expect(strange.map(({ name, entry }) => `${name}: ${entry}`)).toEqual([]);
});

test.skipIf(!existsSync(known))(
  'the table holds every entry of the catalogue of violations, where that lies beside the project',
  () => {
    const entries: readonly { readonly id: string }[] = JSON.parse(readFileSync(known, 'utf8'));
    expect(violations.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).toSorted());
  },
);
