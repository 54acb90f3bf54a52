import { expect, it } from 'vitest';
import { judgeHere } from './judge.fixture.ts';
import { readWithSample } from './sample.ts';

it('the README shows what the command prints; npm run sample renews it', async () => {
  const { now, wanted } = await readWithSample(judgeHere);
  expect(now).toBe(wanted);
});
