import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange, Frame } from '../vocabulary.ts';
import { fitFrames, recut } from './frames.ts';
import { mutate, phaseOf } from './mutation.ts';
import type { Operation } from './operation.ts';
import { openOwnBench } from './own-fixtures.ts';

const bench = await openOwnBench();
const sample = bench.spots.find(({ probe }) => probe.id === 'stream-plain') ?? bench.spots[0];
if (sample === undefined) throw new Error('no fixtures');
const template = bench.exchangeAt(sample);

function exchangeOf(text: string): Exchange {
  const body = new Uint8Array(Buffer.from(text, 'utf8'));
  return { ...template, source: 'sample', body, frames: [[0, body.length]] };
}

/** What a text becomes; the sentence where nothing fits. */
function textAfter(text: string, ...operations: readonly Operation[]): string {
  const made = mutate(exchangeOf(text), operations);
  return typeof made === 'string' ? made : Buffer.from(made.body).toString('utf8');
}

const json = '{ "a": {"b": [1, 2]},  "c": "x y" }';

describe('a change of one JSON value leaves every other character alone', () => {
  it.each<[Operation, string]>([
    [
      { op: 'set', at: '/a/b/1', value: { d: null } },
      '{ "a": {"b": [1, {"d":null}]},  "c": "x y" }',
    ],
    [{ op: 'set', at: '/e', value: 3 }, '{ "a": {"b": [1, 2]},  "c": "x y" ,"e":3}'],
    [{ op: 'set', at: '/a/b/-', value: 3 }, '{ "a": {"b": [1, 2,3]},  "c": "x y" }'],
    [{ op: 'set', at: '/a/b/*', value: 0 }, '{ "a": {"b": [0, 0]},  "c": "x y" }'],
    [{ op: 'raw', at: '/a/b/0', raw: '1.0' }, '{ "a": {"b": [1.0, 2]},  "c": "x y" }'],
    [{ op: 'remove', at: '/a' }, '{ "c": "x y" }'],
    [{ op: 'remove', at: '/a/b/*' }, '{ "a": {"b": []},  "c": "x y" }'],
    [{ op: 'rename', at: '/c', name: 'd' }, '{ "a": {"b": [1, 2]},  "d": "x y" }'],
    [{ op: 'repeat', at: '/c', raw: '1' }, '{ "a": {"b": [1, 2]},  "c": "x y" ,"c":1}'],
    [{ op: 'reword', at: '/c', find: 'x', with: '"' }, '{ "a": {"b": [1, 2]},  "c": "\\" y" }'],
    [{ op: 'rewrite', how: 'reverse' }, '{"c":"x y","a":{"b":[1,2]}}'],
  ])('%j', (operation, made) => {
    expect(textAfter(json, operation)).toBe(made);
  });
});

const event = (data: string) => `data: ${data}\n\n`;
const one = '{"choices":[{"delta":{"role":"assistant","content":""}}]}';
const two = '{"choices":[{"delta":{"content":"He"}}]}';
const three = '{"choices":[{"delta":{"content":"y é"}}]}';
const four = '{"choices":[{"delta":{},"finish_reason":"stop"}]}';
const stream = [one, two, three, four, '[DONE]'].map(event).join('');
const at = '/choices/0/delta/content';

describe('a change of events leaves the others alone', () => {
  it.each<[Operation, string]>([
    [{ op: 'drop', events: 'content' }, [one, four, '[DONE]'].map(event).join('')],
    [
      { op: 'drop', events: 'content', from: 0, to: -2 },
      [one, three, four, '[DONE]'].map(event).join(''),
    ],
    [{ op: 'double', events: 'done' }, stream + event('[DONE]')],
    [
      { op: 'swap', events: 'content', nth: 0 },
      [one, three, two, four, '[DONE]'].map(event).join(''),
    ],
    [
      { op: 'move', events: 'role', after: { events: 'done' } },
      [two, three, four, '[DONE]', one].map(event).join(''),
    ],
    [{ op: 'join', events: 'finish' }, stream.replace(`${four}\n\n`, `${four}\n`)],
    [
      { op: 'insert', events: 'done', raw: ': é\n\n', place: 'before' },
      stream.replace('data: [DONE]', ': é\n\ndata: [DONE]'),
    ],
    [
      { op: 'lines', events: 'role', raw: 'id: 1\n', place: 'last' },
      stream.replace(`${one}\n\n`, `${one}\nid: 1\n\n`),
    ],
    [{ op: 'replace', events: 'finish', raw: 'x' }, stream.replace(event(four), 'x')],
    [{ op: 'set', at, value: 'ü', events: 'content', nth: -1 }, stream.replace('y é', 'ü')],
    [{ op: 'grow', at, events: 'content' }, stream.replace('y é', 'Hey é')],
    [
      { op: 'recap', at, events: 'finish' },
      stream.replace('"delta":{}', '"delta":{"content":"Hey é"}'),
    ],
    [
      { op: 'halve', at, events: 'content', nth: 0 },
      stream.replace(event(two), event(two.replace('He', 'H')) + event(two.replace('He', 'e'))),
    ],
    [
      { op: 'text', find: 'data: ', with: 'data:', events: 'done' },
      stream.replace('data: [', 'data:['),
    ],
  ])('%j', (operation, made) => {
    expect(textAfter(stream, operation)).toBe(made);
  });

  it('works on any line endings and on bytes that are no UTF-8', () => {
    const crlf = stream.replaceAll('\n', '\r\n');
    expect(textAfter(crlf, { op: 'drop', events: 'done' })).toBe(
      crlf.replace('data: [DONE]\r\n\r\n', ''),
    );
    const broken = mutate(exchangeOf(stream), [
      { op: 'bytes', find: 'é', hex: 'c3' },
      { op: 'drop', events: 'role' },
    ]);
    const bytes = typeof broken === 'string' ? Buffer.of() : Buffer.from(broken.body);
    expect(bytes.includes(Buffer.from('79 20 c3 22'.replaceAll(' ', ''), 'hex'))).toBe(true);
  });
});

describe('a change of bytes, or of what stands around them', () => {
  it.each<[Operation, string]>([
    [{ op: 'cut', bytes: 3 }, 'ab'],
    [{ op: 'append', raw: 'é' }, 'abcdeé'],
    [{ op: 'prepend', hex: 'efbbbf' }, '\ufeffabcde'],
    [{ op: 'body', raw: '' }, ''],
    [{ op: 'text', find: 'c', with: '$&' }, 'ab$&de'],
  ])('%j', (operation, made) => {
    expect(textAfter('abcde', operation)).toBe(made);
  });

  it('keeps a stated length true, and changes a header whatever its case', () => {
    const made = mutate(
      {
        ...exchangeOf('abc'),
        headers: [
          ['Content-Length', '3'],
          ['Content-Type', 'a/b'],
        ],
      },
      [
        { op: 'append', raw: 'd' },
        { op: 'header', name: 'content-type', value: 'c/d' },
      ],
    );
    expect(made).toMatchObject({
      headers: [
        ['Content-Length', '4'],
        ['content-type', 'c/d'],
      ],
    });
  });

  it('says which operation finds nothing to change', () => {
    expect(textAfter('abc', { op: 'text', find: 'z', with: '' })).toMatch(
      /^sample holds nothing that .*"z"/,
    );
    expect(textAfter(stream, { op: 'drop', events: 'tools' })).toMatch(/"tools"/);
    expect(textAfter(json, { op: 'remove', at: '/z' })).toMatch(/"\/z"/);
  });

  it('comes in the order in which combinations need it', () => {
    const ordered: readonly Operation[] = [
      { op: 'set', at: '/a', value: 1 },
      { op: 'rewrite', how: 'ascii' },
      { op: 'drop', events: 'done' },
      { op: 'spread', events: 'chunk' },
      { op: 'text', find: 'a', with: 'b' },
      { op: 'line-endings', to: '\r' },
      { op: 'prepend', hex: 'efbbbf' },
      { op: 'status', value: 200 },
    ];
    expect(ordered.map(phaseOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('the arrivals of a changed body', () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

  function cut(length: number, by: readonly number[]): readonly Frame[] {
    const frames: Frame[] = [];
    for (let from = 0; from < length; from += frames.at(-1)?.[1] ?? 1) {
      frames.push([frames.length, Math.min(by[frames.length % by.length] ?? 1, length - from)]);
    }
    return frames;
  }
  const sum = (frames: readonly Frame[]) => frames.reduce((all, [, size]) => all + size, 0);

  it('add up to the new length, without empty ones', () => {
    fc.assert(
      fc.property(bytes, bytes, sizes, (before, changed, by) => {
        const frames = fitFrames(cut(before.length, by), before, changed);
        expect(sum(frames)).toBe(changed.length);
        expect(frames.every(([, size]) => size > 0)).toBe(true);
      }),
    );
  });

  it('cut anew, come when their last byte had come', () => {
    expect(
      recut(
        [
          [5, 2],
          [9, 2],
        ],
        4,
        3,
      ),
    ).toEqual([
      [9, 3],
      [9, 1],
    ]);
    expect(
      recut(
        [
          [5, 2],
          [9, 2],
        ],
        4,
        1,
      ),
    ).toEqual([
      [5, 1],
      [5, 1],
      [9, 1],
      [9, 1],
    ]);
    expect(
      recut(
        [
          [5, 2],
          [9, 2],
        ],
        4,
        0,
      ),
    ).toEqual([[9, 4]]);
  });
});
