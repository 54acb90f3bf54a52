import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { familyOf } from '../../src/engine/catalogue.ts';
import type { Check } from '../../src/vocabulary.ts';
import { catalogue } from '../catalogue.ts';
import type { Variant } from './variants.fixture.ts';
import { tellAll, type VerdictTable } from './verdicts.fixture.ts';

/*
 * What `npm run verdicts -- --check` compares, cut by family: a mutant is tried by the families that
 * it can change, and by the defects of the family first.
 */

const families = Map.groupBy(catalogue.checks, ({ requirement }) => familyOf(requirement.id));

/** Read when a test first asks, so that mutants that the lint of the catalogue notices cost nothing. */
const tables = () => import('./variants.fixture.ts');
const wanted: VerdictTable = JSON.parse(
  readFileSync(process.env['MUTATION_VERDICTS'] ?? 'reports/.stryker/verdicts.json', 'utf8'),
);

async function expectSame(
  variant: Variant,
  checks: readonly Check[],
  only?: ReadonlySet<string>,
): Promise<void> {
  const { judgeVariant } = await tables();
  const told = tellAll(await judgeVariant(variant, checks, only));
  const known = { ...wanted['sound'], ...wanted[variant.name] };
  for (const [id, words] of Object.entries(told)) {
    if (words !== known[id]) expect({ [`${id} of ${variant.name}`]: words }).toEqual(known[id]);
  }
}

test('every row says of the sound fixtures what it said', async () => {
  const { readVariants } = await tables();
  const [sound] = await readVariants();
  if (sound === undefined) throw new Error('there are no fixtures');
  const { judgeVariant } = await tables();
  expect(tellAll(await judgeVariant(sound, catalogue.checks))).toEqual(wanted['sound']);
});

/** A legal variation changes dozens of answers in the same way: four of them, each time others. */
function someOf({ changed }: Variant, n: number): ReadonlySet<string> {
  const ids = [...new Set(changed.map(({ spot }) => spot.probe.id))];
  return new Set([0, 1, 2, 3].map((step) => ids[(n + step * 7) % ids.length] ?? ''));
}

describe.each([...families])('%s', (family, checks) => {
  const names = (variant: Variant) =>
    [...variant.wanted].some((row) => row.includes(`/${family}.`)) ? 0 : 1;

  test('every row says of every defect and legal variation what it said', async () => {
    const { readVariants } = await tables();
    const first = (await readVariants()).toSorted((a, b) => names(a) - names(b));
    for (const [n, variant] of first.entries()) {
      await expectSame(variant, checks, variant.wanted.size > 0 ? undefined : someOf(variant, n));
    }
  });
});
