import { expect, it } from 'vitest';
import { failuresOf } from '../src/score/bench.ts';
import { mutate } from '../src/score/mutation.ts';
import { openOwnBench } from '../src/score/own-fixtures.ts';
import { dictation } from './probes/echo.ts';

const bench = await openOwnBench();

/** The rows that fail where both modes answer the dictation with the same other text. */
async function failuresIn(text: string): Promise<readonly string[]> {
  const changed = ['text-echo', 'stream-echo'].map((id) => {
    const spot = bench.spots.find(({ probe }) => probe.id === id);
    if (spot === undefined) throw new Error(`no fixture of ${id}`);
    const made = mutate(
      bench.exchangeAt(spot),
      id === 'text-echo'
        ? [{ op: 'set', at: '/choices/0/message/content', value: text }]
        : [
            { op: 'set', at: '/choices/0/delta/content', value: text, events: 'content', nth: 0 },
            { op: 'drop', events: 'content', from: 1, to: -1 },
          ],
    );
    if (typeof made === 'string') throw new Error(made);
    return [id, [made]] as const;
  });
  return [...failuresOf(await bench.judgeAll(new Map(changed)))];
}

it.each([
  ['doubles its backslashes', dictation.replaceAll('\\', '\\\\')],
  ['undoes escapes', dictation.replaceAll('\\n', '\n')],
  ['leaves out joiners', dictation.replaceAll('\u200d', '')],
  ['leaves out variation selectors', dictation.replaceAll('\ufe0f', '')],
  ['leaves out emoji', dictation.replace(/[^\0-\uffff]/gu, '')],
  ['copies something else', 'I cannot copy that.'],
])('a model that %s in both modes alike is blamed on nobody', async (_words, text) => {
  expect(await failuresIn(text)).toEqual([]);
});

it.each([
  ['Latin-1', Buffer.from(dictation, 'utf8').toString('latin1')],
  ['question marks', dictation.replace(/[^\0-\x7f]/gu, '?')],
  ['CR LF', dictation.replaceAll('\n', '\r\n')],
])('%s in both modes alike is a wrong encoding, and one row says it', async (_words, text) => {
  expect(await failuresIn(text)).toEqual(['stream-echo/text.same-in-both-modes']);
});
