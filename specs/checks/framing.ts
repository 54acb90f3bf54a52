import { defineCheck } from '../../src/engine/define.ts';
import { beforeEnd } from '../../src/engine/end.ts';
import { atEvent } from '../../src/engine/place.ts';
import type { Check, Reading, SseBlock, SseLine, StreamEvent } from '../../src/vocabulary.ts';
import { readJsonText } from '../../src/wire/json.ts';
import { looksLikeDone } from '../../src/wire/stream.ts';
import { sdks, sse } from './sources.ts';
import { carriesPayload, isBareJson, startOf, swallowsEvent } from './stray-lines.ts';

// Above 200 lines: the checks of framing share out each broken line to exactly one of them.

function sseOf({ view }: Reading) {
  return view.kind === 'stream' ? view.sse : null;
}

/** The events, and the block that the body's end left open. */
function withTail({ view }: Reading): readonly StreamEvent[] {
  if (view.kind !== 'stream') return [];
  return view.tail === null ? view.events : [...view.events, view.tail];
}

/** Several data lines, each a JSON value of its own: the blank line between two events is missing. */
function isGlued(event: StreamEvent): boolean {
  const data = event.block.lines.filter((line) => line.field === 'data');
  return (
    data.length > 1 &&
    event.doc.error !== null &&
    data.every((line) => line.value.trim() === '[DONE]' || isJsonObject(line.value))
  );
}

function isJsonObject(text: string): boolean {
  return text.trimStart().startsWith('{') && readJsonText(text).error === null;
}

/** The lines of a JSON text that was broken over several lines: framing.event-json names its event. */
function continuesUnreadable(line: SseLine, reading: Reading): boolean {
  const { exchange } = reading;
  const event = withTail(reading).findLast(({ offset }) => offset < line.offset);
  if (event?.kind !== 'unreadable') return false;
  const between = Buffer.from(exchange.body.subarray(event.offset, line.offset)).toString('latin1');
  return !/\n\r?\n|\r\r/.test(between);
}

const common = { on: ['stream'], survivesErrorFrame: true } as const;

export const framingChecks: readonly Check[] = [
  defineCheck({
    ...common,
    id: 'stream.framed',
    level: 'MUST',
    statement: 'A stream is made of server-sent events',
    reference: sse,
    breaks: 'Both SDKs yield no chunk and no error for bare JSON lines: an empty answer.',
    subjects: ({ exchange }) => (exchange.body.length === 0 ? [] : [exchange]),
    examine: (exchange, { view }) =>
      view.kind === 'stream' &&
      view.events.length === 0 &&
      view.tail === null &&
      isBareJson(view.sse.stray)
        ? {
            at: { offset: 0 },
            expected: 'events: lines that begin with "data:", each followed by a blank line',
            actual: `no event in ${exchange.body.length} bytes, but JSON on bare lines`,
          }
        : null,
  }),
  defineCheck({
    ...common,
    id: 'framing.stray-data',
    level: 'MUST',
    statement: 'Data stands on lines that a parser delivers',
    reference: sse,
    breaks:
      'openai-node and openai-python ignore a line whose field is not "data": its text is lost without an error.',
    decision:
      'A line with an unknown field is legal by the grammar and ignored; one that carries JSON is data lost.',
    restsOn: ['stream.framed'],
    subjects: (reading) => {
      const read = sseOf(reading);
      return read === null || reading.exchange.body.length === 0 ? [] : [read];
    },
    examine: ({ stray, blocks }, reading) =>
      [
        ...stray.filter((line) => carriesPayload(line) && !continuesUnreadable(line, reading)),
        ...blocks.flatMap(({ lines }) => lines.filter(swallowsEvent)),
      ].map((line) => ({
        at: { offset: line.offset },
        expected: 'a "data:" field',
        actual: `the line ${JSON.stringify(startOf(line, reading.exchange.body))}`,
      })),
  }),
  defineCheck({
    ...common,
    id: 'framing.blank-line',
    level: 'MUST',
    statement: 'A blank line separates two events',
    reference: sse,
    breaks:
      'openai-node and openai-python join both data fields into one event that is not JSON, and raise; line readers hide it.',
    subjects: withTail,
    examine: (event) =>
      isGlued(event)
        ? {
            at: atEvent(event),
            expected: 'one JSON value in each event',
            actual: `${event.block.lines.length} data lines, each a value of its own, without a blank line`,
          }
        : null,
  }),
  defineCheck({
    ...common,
    id: 'framing.event-json',
    level: 'MUST',
    statement: 'The data of every event but the terminator is one JSON value',
    reference: `${sse}; ${sdks}: JSON.parse of the data`,
    breaks: 'SyntaxError in the middle of the stream: the SDKs stop and what follows is lost.',
    decision: 'What follows the terminator is no part of the answer: terminator.last says that.',
    subjects: (reading) => beforeEnd(reading).filter(({ kind }) => kind !== 'done'),
    examine: (event, { exchange }) => {
      const offset = offsetOfError(event, exchange.body);
      return offset === null || isGlued(event)
        ? null
        : {
            at: { event: event.event, offset },
            expected: 'one JSON value',
            actual: event.block.data === '' ? 'empty data' : describe(event),
          };
    },
  }),
  defineCheck({
    ...common,
    id: 'framing.event-data',
    level: 'MUST',
    statement: 'An event that is named has data',
    reference: `${sse}; ${sdks}`,
    breaks:
      'openai-node parses the missing data of a named event: "Unexpected end of JSON input". The standard drops the name.',
    decision:
      'Blocks of comments, id or retry alone stay legal: only a name without data shows an event torn in two. Data on a stray line beside the name is told by framing.stray-data.',
    subjects: namedBlocks,
    examine: (block, reading) =>
      block.event !== null || standsForTerminator(block, reading)
        ? null
        : {
            at: { offset: block.offset },
            expected: 'a data field before the blank line',
            actual: `"event: ${block.type.slice(0, 80)}" alone`,
          },
  }),
  defineCheck({
    ...common,
    id: 'framing.last-event-closed',
    level: 'MUST',
    statement: 'A blank line follows the last event too',
    reference: `${sse}: a pending block at the end of the file is discarded`,
    breaks:
      'openai-python, as any parser by the standard, never delivers the event: the end of the answer is lost; openai-node delivers it.',
    context: ['ending'],
    decision: 'Where no blank line stands anywhere in the block, framing.blank-line says so.',
    subjects: (reading) => (hasEnded(reading) ? (sseOf(reading)?.blocks ?? []) : []),
    examine: (block, { view }) =>
      block.closed || !holdsData(block) || isDone(block) || isGluedTail(block, view)
        ? null
        : {
            at: { offset: block.offset },
            expected: 'a blank line after the event',
            actual: 'the end of the body',
          },
  }),
];

/** Whether the endpoint, and not this client or a limit, ended the body. */
export function hasEnded({ exchange }: Reading): boolean {
  return exchange.ending === 'complete';
}

function isName(line: SseLine): boolean {
  return line.field === 'event' && line.value !== '' && !swallowsEvent(line);
}

/** Blocks with a name, but for those whose data stands on a stray line. */
function namedBlocks(reading: Reading): readonly SseBlock[] {
  const read = sseOf(reading);
  const named = (read?.blocks ?? []).filter(({ lines }) => lines.some(isName));
  if (named.length === 0) return [];
  const astray = (read?.stray ?? []).filter(carriesPayload);
  const isHeld = ({ offset, end }: SseBlock): boolean =>
    astray.some((line) => line.offset > offset && line.offset < end);
  return named.filter((block) => !isHeld(block));
}

/** A terminator that is an event's name, where no other came: terminator.present says that. */
export function standsForTerminator({ event, type }: SseBlock, { view }: Reading): boolean {
  if (event !== null || !looksLikeDone(type) || view.kind !== 'stream') return false;
  return !view.events.some(({ kind }) => kind === 'done');
}

function isGluedTail(block: SseBlock, view: Reading['view']): boolean {
  return view.kind === 'stream' && view.tail?.block === block && isGlued(view.tail);
}

/** Where in the body the data of an event stops being JSON; `null` where it is JSON. */
export function offsetOfError(
  { block, doc, offset }: StreamEvent,
  body: Uint8Array,
): number | null {
  if (doc.error === null) return null;
  let left = doc.error.offset;
  for (const line of block.lines.filter(({ field }) => field === 'data')) {
    if (left <= line.value.length) {
      const colon = body.indexOf(0x3a, line.offset);
      const start = colon + (body[colon + 1] === 0x20 ? 2 : 1);
      return start + Buffer.byteLength(line.value.slice(0, left));
    }
    left -= line.value.length + 1;
  }
  return offset;
}

function holdsData(block: SseBlock): boolean {
  return block.event !== null;
}

function isDone({ data }: SseBlock): boolean {
  return data.trim() === '[DONE]';
}

function describe(event: StreamEvent): string {
  const wrapped = event.block.data.startsWith('data:') ? ' (a second "data:" inside the data)' : '';
  return `${event.doc.error?.message ?? 'something else'}${wrapped}`;
}
