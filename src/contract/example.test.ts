import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../specs/catalogue.ts';
import { openBench } from '../score/bench.ts';
import { resolveTarget } from '../target/resolve.ts';
import { exampleOf } from './example.ts';
import { clausesOf, readProof } from './proof.ts';

const ROOT = join(import.meta.dirname, '../..');
const { target } = await resolveTarget({ cwd: ROOT, env: {}, options: {}, live: false });
const bench = await openBench(join(ROOT, 'fixtures/exchanges/crazyrouter'), catalogue, target);
const clauses = clausesOf(catalogue, await readProof(join(ROOT, 'fixtures')));

async function example(check: string) {
  const clause = clauses.find(({ requirement }) => requirement.id === check);
  return clause === undefined ? null : exampleOf(clause, bench);
}

test('bytes that differ are shown on both sides, with what is told of them', async () => {
  const shown = await example('stream.id');
  expect(shown?.good.join('\n')).not.toBe(shown?.bad.join('\n'));
  expect(shown?.bad.join('\n')).toContain('"id":"chatcmpl-other"');
  expect(shown?.told).toMatch(/event \d+, byte \d+, \/id: expected .*, got "chatcmpl-other"/);
});

test('a header that differs is shown where the bytes are the same', async () => {
  const shown = await example('http.content-type');
  expect(shown?.good).toEqual(['content-type: application/json']);
  expect(shown?.bad).toHaveLength(1);
});

test('what is missing at the end shows in what stands before it', async () => {
  const shown = await example('terminator.present');
  expect(shown?.good.join('\n')).toContain('data: [DONE]');
  expect(shown?.bad.join('\n')).not.toContain('data: [DONE]');
  expect(shown?.bad.join('\n')).toContain('finish_reason');
});

test('information has no bad bytes', async () => {
  expect(await example('timing.first-byte')).toBeNull();
});
