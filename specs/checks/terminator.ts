import { defineCheck } from '../../src/engine/define.ts';
import { atEvent } from '../../src/engine/place.ts';
import type { Check, Finding, Reading, StreamEvent, StreamView } from '../../src/vocabulary.ts';
import { member } from '../../src/wire/members.ts';
import { hasEnded, standsForTerminator } from './framing.ts';
import { done, http11, sdks, sse } from './sources.ts';

function streamOf({ view }: Reading): StreamView | null {
  return view.kind === 'stream' ? view : null;
}

function terminators(reading: Reading): readonly StreamEvent[] {
  return (streamOf(reading)?.events ?? []).filter(({ kind }) => kind === 'done');
}

/** A terminator without its blank line at the end of the body. */
function unclosed(reading: Reading): StreamEvent | null {
  const tail = streamOf(reading)?.tail ?? null;
  return tail?.kind === 'done' ? tail : null;
}

/**
 * Whether a terminator is due: the endpoint ended the body, or a limit cut it although the answer
 * was finished and nothing but comments followed.
 */
function isDue(reading: Reading): boolean {
  const view = streamOf(reading);
  if (view === null || (view.events.length === 0 && view.tail === null)) return false;
  if (hasEnded(reading)) return true;
  const finished = view.answers.some(({ finishReasons }) => finishReasons.length > 0);
  return reading.exchange.ending === 'capped' && finished && !view.sse.capped;
}

/** A terminator within data that is no JSON, such as a second "data:": framing.event-json says that. */
function isWrapped(last: StreamEvent | undefined): boolean {
  return last?.kind === 'unreadable' && last.block.data.includes('[DONE]');
}

/** Events of another protocol alone: stream.foreign says that. */
function isOtherProtocol(reading: Reading): boolean {
  const events = streamOf(reading)?.events ?? [];
  return events.length > 0 && events.every(({ kind }) => kind === 'foreign');
}

/** A failure in a shape of its own at the end: stream.foreign or framing.event-json says that. */
function isMisshapenError(last: StreamEvent | undefined): boolean {
  if (last === undefined || (last.kind !== 'foreign' && last.kind !== 'unreadable')) return false;
  const words = ['message', 'detail', 'code', 'msg', 'error_code', 'errors'];
  return last.block.type === 'error' || words.some((w) => member(last.doc.value, w) !== undefined);
}

const common = { on: ['stream'] } as const;

export const terminatorChecks: readonly Check[] = [
  defineCheck({
    ...common,
    id: 'terminator.present',
    level: 'MUST',
    statement: 'A stream ends with data: [DONE]',
    reference: done,
    breaks:
      'The SDKs accept the end of the body, so a lost tail goes unseen; strict clients report a closed connection and proxies wait for ever.',
    decision:
      'A stream that ends in an error frame needs none: that is how OpenAI itself ends one.',
    context: ['ending'],
    restsOn: [
      'framing.last-event-closed',
      'framing.blank-line',
      'framing.stray-data',
      'stream.framed',
      'http.mode',
    ],
    subjects: (reading) => (isDue(reading) ? [reading] : []),
    examine: (reading): Finding | null => {
      if (terminators(reading).length > 0 || unclosed(reading) !== null) return null;
      const { ending, body } = reading.exchange;
      const last = streamOf(reading)?.events.at(-1);
      if (isWrapped(last) || isMisshapenError(last) || isOtherProtocol(reading)) return null;
      return {
        at: { ...(last === undefined ? {} : { event: last.event }), offset: body.length },
        expected: 'data: [DONE]',
        actual: ending === 'complete' ? endOf(reading) : 'no terminator until the body was cut',
      };
    },
  }),
  defineCheck({
    ...common,
    id: 'terminator.spelling',
    level: 'MUST',
    statement: 'The terminator is spelled [DONE]',
    reference: `${done}; ${sdks}`,
    breaks:
      'openai-node throws a SyntaxError for [Done] and takes the string "[DONE]" for a chunk without choices.',
    survivesErrorFrame: true,
    subjects: terminators,
    examine: (event) =>
      event.block.data === '[DONE]'
        ? null
        : { at: atEvent(event), expected: '[DONE]', actual: event.block.data },
  }),
  defineCheck({
    ...common,
    id: 'terminator.closed',
    level: 'MUST',
    statement: 'A blank line follows the terminator',
    reference: sse,
    breaks:
      'openai-python and EventSource, as the standard says, discard the pending block: a loop that waits for the terminator never sees it.',
    survivesErrorFrame: true,
    context: ['ending'],
    subjects: (reading) => {
      const tail = hasEnded(reading) ? unclosed(reading) : null;
      return [...terminators(reading), ...(tail === null ? [] : [tail])].slice(0, 1);
    },
    examine: (event) =>
      event.block.closed
        ? null
        : {
            at: atEvent(event),
            expected: 'a blank line after data: [DONE]',
            actual: 'the end of the body',
          },
  }),
  defineCheck({
    ...common,
    id: 'terminator.once',
    level: 'MUST',
    statement: 'The terminator comes once',
    reference: done,
    breaks:
      'openai-node and openai-python stop at the first; relays that parse every event crash, and chained proxies take the second for another turn.',
    survivesErrorFrame: true,
    subjects: (reading) => terminators(reading).slice(0, 1),
    examine: (first, reading) =>
      [...terminators(reading), ...[unclosed(reading) ?? []].flat()]
        .filter((event) => event !== first)
        .map((event) => ({
          at: atEvent(event),
          expected: 'nothing after the terminator',
          actual: 'a second terminator',
        })),
  }),
  defineCheck({
    ...common,
    id: 'terminator.last',
    level: 'MUST',
    statement: 'No data follows the terminator',
    reference: done,
    breaks: 'Both SDKs stop reading at [DONE]: what follows is lost.',
    decision: 'Comments and blank lines may follow: they are no events.',
    survivesErrorFrame: true,
    subjects: (reading) => terminators(reading).slice(0, 1),
    examine: (first, reading) => {
      const view = streamOf(reading);
      const later = [...(view?.events ?? []), ...(view?.tail ? [view.tail] : [])];
      return later
        .filter(({ kind, event }) => kind !== 'done' && event > first.event)
        .map((event) => ({
          at: atEvent(event),
          expected: 'the end of the stream after [DONE]',
          actual:
            event.block.data.trim() === ''
              ? 'an event with empty data'
              : `an event: ${event.block.data.slice(0, 80)}`,
        }));
    },
  }),
  defineCheck({
    ...common,
    id: 'terminator.body-ends',
    level: 'SHOULD',
    statement: 'The body ends after the terminator',
    reference: `${http11}, section 6: the message body is what its framing says`,
    breaks:
      'openai-python releases that read the body to its end, and whoever else waits for the end and not for [DONE], hang until their idle limit.',
    decision: 'SHOULD: the SDKs stop at [DONE]. Only the connection may stay open.',
    context: ['ending'],
    subjects: (reading) =>
      reading.exchange.ending === 'aborted' ? [] : terminators(reading).slice(0, 1),
    examine: (event, { exchange }) =>
      exchange.ending === 'capped'
        ? {
            at: atEvent(event),
            expected: 'the end of the body soon after [DONE]',
            actual: `an open body: ${exchange.failure?.message ?? 'cut at a limit'}`,
          }
        : null,
  }),
];

/** The end of the body, and the name that stands where the terminator is due. */
function endOf(reading: Reading): string {
  const named = streamOf(reading)?.sse.blocks.findLast((one) => standsForTerminator(one, reading));
  return named === undefined
    ? 'the end of the body'
    : `"event: ${named.type}" without data, then the end of the body`;
}
