import { describe, expect, test } from 'vitest';
import { familyOf } from '../../src/engine/catalogue.ts';
import type { Check, Verdict } from '../../src/vocabulary.ts';
import { catalogue } from '../catalogue.ts';
import type { Variant } from './variants.fixture.ts';

const families = Map.groupBy(catalogue.checks, ({ requirement }) => familyOf(requirement.id));

/** Read when a test first asks, so that mutants that the lint of the catalogue notices cost nothing. */
const tables = () => import('./variants.fixture.ts');

/** Which rows are red, or broke down, and what they say where they say nothing. */
function redOf(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
  return [...verdicts].flatMap(([id, verdict]) => {
    if (verdict.verdict === 'error') return [`${id}: ${verdict.detail}`];
    if (verdict.verdict !== 'fail') return [];
    const mute = verdict.findings.some(({ expected, actual }) => expected === '' || actual === '');
    return mute ? [`${id} without words`] : [id];
  });
}

async function expectRows(variant: Variant, checks: readonly Check[]): Promise<void> {
  const ids = new Set(checks.map(({ requirement }) => requirement.id));
  const wanted = [...variant.wanted].filter((row) => ids.has(row.slice(row.indexOf('/') + 1)));
  const { judgeVariant } = await tables();
  const red = redOf(await judgeVariant(variant, checks));
  const { name } = variant;
  expect({ name, red: red.toSorted() }).toEqual({ name, red: wanted.toSorted() });
}

test('no row of the sound fixtures is red', async () => {
  const { sound } = await tables();
  await expectRows(sound, catalogue.checks);
});

describe.each([...families])('%s', (family, checks) => {
  const names = (variant: Variant) =>
    [...variant.wanted].some((row) => row.includes(`/${family}.`)) ? 0 : 1;

  test('each defect reddens the rows that it names, and legal variations none', async () => {
    const { readVariants } = await tables();
    const first = (await readVariants()).toSorted((a, b) => names(a) - names(b));
    for (const variant of first) await expectRows(variant, checks);
  });
});
