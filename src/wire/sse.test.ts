import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SseLine } from '../vocabulary.ts';
import { readSse } from './sse.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readSse(encode(text));

/** Streams of lines and near misses of lines, in every ending, with and without an end. */
const streams = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '\ufeff\ufeff'),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          ...[
            'data',
            'event',
            'id',
            'retry',
            '',
            'Data',
            ' data',
            'data ',
            'foo',
            '{"a"',
            '\ufeff',
          ],
        ),
        fc.constantFrom('', ':', ': ', ':  ', '::', ' :'),
        fc.oneof(
          fc.constantFrom('', '[DONE]', '{"a":1}', 'é漢🌍', '\0', ' ', 'data: x', '\ufeff'),
          fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replace(/[\r\n]/g, '')),
        ),
        fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r', '\n\r\n', '\n\n\n'),
      ),
      { maxLength: 14 },
    ),
    fc.constantFrom('', 'data: tail', 'data', ':', '\n', '\r'),
  )
  .map(([mark, lines, tail]) => mark + lines.map((parts) => parts.join('')).join('') + tail);

test('the events are those of eventsource-parser, for any stream', () => {
  fc.assert(
    fc.property(streams, (text) => {
      const wanted: { type: string; data: string }[] = [];
      const comments: string[] = [];
      const parser = createParser({
        onEvent: ({ event, data }) => wanted.push({ type: event ?? '', data }),
        onComment: (comment) => comments.push(comment),
      });
      parser.feed(text);
      const stream = read(text);
      const events = stream.blocks.filter((block) => block.event !== null && block.closed);
      expect(events.map(({ type, data }) => ({ type, data }))).toEqual(wanted);
      expect(events.map(({ event }) => event)).toEqual(wanted.map((_, n) => n));
      // The other parser tells no comment of a line that the end of the body left open.
      const told = stream.comments.filter(({ ending }) => ending !== '');
      expect(told.map(({ value }) => value)).toEqual(comments);
    }),
    { numRuns: 1_500 },
  );
});

test('every line lies at its offset: put together, lines and blank lines give the body again', () => {
  fc.assert(
    fc.property(streams, (text) => {
      const body = encode(text);
      const stream = readSse(body);
      const lines = [
        ...stream.blocks.flatMap((block) => block.lines),
        ...stream.comments,
        ...stream.stray,
      ];
      const taken = new Uint8Array(body.length);
      for (const line of lines) {
        const end = endOf(body, line);
        const raw = Buffer.from(body.subarray(line.offset, end)).toString('utf8');
        expect([
          `${line.field}:${line.value}`,
          `${line.field}: ${line.value}`,
          line.field,
        ]).toContain(raw);
        taken.fill(1, line.offset, end + line.ending.length);
      }
      const left = [...body.subarray(stream.bom ? 3 : 0)].filter(
        (_, n) => taken[n + (stream.bom ? 3 : 0)] === 0,
      );
      expect(left.every((byte) => byte === 0x0a || byte === 0x0d)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

function endOf(body: Uint8Array, line: SseLine): number {
  const end = body.findIndex((byte, at) => at >= line.offset && (byte === 0x0a || byte === 0x0d));
  const ending = Buffer.from(line.ending);
  if (end === -1) expect(line.ending).toBe('');
  else expect(Buffer.from(body.subarray(end, end + ending.length))).toEqual(ending);
  return end === -1 ? body.length : end;
}

test('bytes of any kind are read without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      const stream = readSse(body);
      expect(stream.capped).toBe(false);
      for (const block of stream.blocks) {
        expect(block.lines[0]?.offset).toBe(block.offset);
        expect(block.end).toBeGreaterThan(block.offset);
        expect(block.end).toBeLessThanOrEqual(body.length);
      }
    }),
  );
});

test('a block tells its lines, data, type, bounds and that it is closed', () => {
  expect(read('event: a\r\nevent: b\ndata: one\rdata:two\n\ndata: x').blocks).toEqual([
    {
      event: 0,
      offset: 0,
      end: 39,
      type: 'b',
      data: 'one\ntwo',
      closed: true,
      lines: [
        { offset: 0, ending: '\r\n', field: 'event', value: 'a' },
        { offset: 10, ending: '\n', field: 'event', value: 'b' },
        { offset: 19, ending: '\r', field: 'data', value: 'one' },
        { offset: 29, ending: '\n', field: 'data', value: 'two' },
      ],
    },
    {
      event: 1,
      offset: 39,
      end: 46,
      type: '',
      data: 'x',
      closed: false,
      lines: [{ offset: 39, ending: '', field: 'data', value: 'x' }],
    },
  ]);
});

test('the end of a block counts every byte of its blank line', () => {
  expect(read('data: x\r\n\r\n').blocks[0]?.end).toBe(11);
  expect(read('data: x\r\r').blocks[0]?.end).toBe(9);
});

test('a block without data is dispatched to nobody and takes no number', () => {
  const { blocks } = read('event: ping\n\nid: 1\nretry: 5\n\ndata: a\n\n');
  expect(blocks.map(({ event, type, data }) => ({ event, type, data }))).toEqual([
    { event: null, type: 'ping', data: '' },
    { event: null, type: '', data: '' },
    { event: 0, type: '', data: 'a' },
  ]);
});

test('all four fields of the standard are fields, and no line without meaning', () => {
  const { blocks, stray } = read('id: 1\nretry: 5\nevent: a\ndata: b\n\n');
  expect(blocks[0]?.lines.map(({ field }) => field)).toEqual(['id', 'retry', 'event', 'data']);
  expect(stray).toEqual([]);
});

test('a data field without a value dispatches an event with empty data', () => {
  expect(read('data\n\n').blocks).toMatchObject([{ event: 0, data: '', closed: true }]);
  expect(read('data:\ndata:\n\n').blocks).toMatchObject([{ event: 0, data: '\n' }]);
});

test('one space after the colon belongs to the syntax, a second one to the value', () => {
  const { blocks } = read('data:a\ndata: b\ndata:  c\ndata:\td\n\n');
  expect(blocks[0]?.data).toBe('a\nb\n c\n\td');
});

test('comments and lines without meaning are kept apart, with their offsets', () => {
  const { comments, stray, blocks } = read(': OPENROUTER\n\nPING\n{"a":1}\nDATA: x\n data: y\n');
  expect(comments).toEqual([{ offset: 0, ending: '\n', field: '', value: 'OPENROUTER' }]);
  expect(stray).toEqual([
    { offset: 14, ending: '\n', field: 'PING', value: '' },
    { offset: 19, ending: '\n', field: '{"a"', value: '1}' },
    { offset: 27, ending: '\n', field: 'DATA', value: 'x' },
    { offset: 35, ending: '\n', field: ' data', value: 'y' },
  ]);
  expect(blocks).toEqual([]);
});

test('a byte order mark is skipped at the start and nowhere else', () => {
  const one = read('\ufeffdata: a\n\n');
  expect(one).toMatchObject({ bom: true, blocks: [{ offset: 3, data: 'a' }] });
  expect(read('data: a\n\n').bom).toBe(false);
  expect(read('\ufeff\ufeffdata: a\n\n').stray).toMatchObject([{ offset: 3, field: '\ufeffdata' }]);
  expect(read('data: a\n\n\ufeffdata: b\n\n').stray).toMatchObject([{ offset: 9 }]);
});

test('bytes that are not UTF-8 are named by offset and do not tear lines', () => {
  const body = Uint8Array.from([...encode('data: a'), 0xf0, 0x9f, 0x0a, 0x0a]);
  expect(readSse(body)).toMatchObject({
    invalidUtf8: [7],
    blocks: [{ data: 'a\ufffd', closed: true }],
  });
  expect(read('data: é\n\n').invalidUtf8).toEqual([]);
});

test('an empty body and one of blank lines hold nothing', () => {
  const nothing = {
    bom: false,
    blocks: [],
    comments: [],
    stray: [],
    invalidUtf8: [],
    capped: false,
  };
  expect(read('')).toEqual(nothing);
  expect(read('\n\r\n\r\r')).toEqual(nothing);
});

test('50,000 events are read, and what lies beyond is capped', () => {
  const whole = read('data:\n\n'.repeat(50_000));
  expect(whole).toMatchObject({ capped: false });
  expect(whole.blocks).toHaveLength(50_000);
  const more = read('data:\n\n'.repeat(50_001));
  expect(more.capped).toBe(true);
  expect(more.blocks).toHaveLength(50_000);
});

test('150,000 lines are read, and the block that the bound cuts is not told as left open', () => {
  const whole = read('data\n'.repeat(150_000));
  expect(whole).toMatchObject({ capped: false, blocks: [{ closed: false }] });
  expect(read('data\n'.repeat(150_001))).toMatchObject({ capped: true, blocks: [] });
  expect(read('\n'.repeat(150_001)).capped).toBe(true);
});

test('of comments and lines without meaning 1,000 are kept', () => {
  const { comments, stray, capped } = read(':\n'.repeat(1_001) + 'x\n'.repeat(1_001));
  expect(comments).toHaveLength(1_000);
  expect(stray).toHaveLength(1_000);
  expect(capped).toBe(false);
});
