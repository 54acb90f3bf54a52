import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

/** Runs tasks that end only when told, and how many were under way at most. */
async function run(tasks: readonly string[], width: number) {
  let open = 0;
  let most = 0;
  const begun: string[] = [];
  const results = await sideBySide(tasks, width, async (task) => {
    begun.push(task);
    open += 1;
    most = Math.max(most, open);
    // Longer texts take more turns, so that tasks end in another order than they began.
    for (let turn = 0; turn < task.length; turn += 1) await Promise.resolve();
    open -= 1;
    return task.toUpperCase();
  });
  return { begun, most, results };
}

test('results come in the order of the tasks, however long each takes', async () => {
  const { begun, results } = await run(['aaaaaaaa', 'b', 'ccc', 'd'], 2);
  expect(results).toEqual(['AAAAAAAA', 'B', 'CCC', 'D']);
  expect(begun).toEqual(['aaaaaaaa', 'b', 'ccc', 'd']);
});

test('no more tasks than the width are under way, and never fewer than one', async () => {
  expect((await run(['aaa', 'bbb', 'ccc', 'ddd'], 3)).most).toBe(3);
  const narrow = await run(['aaa', 'bbb'], 0);
  expect([narrow.most, narrow.results.length]).toEqual([1, 2]);
});

test('without tasks there are no results', async () => {
  expect((await run([], 4)).results).toEqual([]);
});
