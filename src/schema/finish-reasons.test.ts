import { expect, test } from 'vitest';
import { finishReasons } from './finish-reasons.ts';

test('the finish reasons are those that the schema lists, null apart', () => {
  expect([...finishReasons].toSorted()).toEqual([
    'content_filter',
    'function_call',
    'length',
    'stop',
    'tool_calls',
  ]);
});
