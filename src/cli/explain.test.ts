import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runCommand } from './world.fixture.ts';

const run = (...args: readonly string[]) => runCommand(tmpdir(), args);

test('a requirement is explained with good bytes, bad bytes and what is told of them', async () => {
  const { code, out } = await run('explain', 'stream-usage/terminator.present');
  expect(code).toBe(0);
  expect(out).toMatch(/Good, as \S+ has it:[\s\S]*data: \[DONE\][\s\S]*Bad, by the defect/);
  expect(out).toMatch(/Told: .*expected data: \[DONE\]/);
  expect(out).toMatch(/Seen: {7}V001/);
});

test('as JSON the same can be read by a program', async () => {
  const { out } = await run('explain', 'http.content-type', '--json');
  const { id, probes, defects, violations, example } = JSON.parse(out);
  expect(id).toBe('http.content-type');
  expect(probes).toContain('text-plain');
  expect(defects).toContain(example.defect);
  expect(violations).toContain('V038');
});

test('an unknown check is one sentence with the nearest names', async () => {
  const { code, out, err } = await run('explain', 'usage.totl');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^There is no check usage\.totl: the nearest are usage\.total, .*\.\n$/);
});

test('the cost stands beside its limits', async () => {
  const { out } = await run('list', '--cost');
  expect(out).toMatch(/^\d+ requests of at most 48, \d+ output tokens asked for of at most 3000 /);
});

test('a list is narrowed by family, level and probe together', async () => {
  const args = ['--family', 'usage', '--level', 'MUST', '--probe', 'text-plain', '--json'];
  const { requirements } = JSON.parse((await run('list', ...args)).out);
  const ids = requirements.map(({ id }: { id: string }) => id);
  expect(ids).toContain('usage.total');
  expect(ids.filter((id: string) => !id.startsWith('usage.'))).toEqual([]);
  expect(ids).not.toContain('usage.sent');
});
