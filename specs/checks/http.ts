import { defineCheck } from '../../src/engine/define.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, Reading, ViewKind } from '../../src/vocabulary.ts';
import { mediaTypesOf } from '../../src/wire/headers.ts';
import { member, stringOf } from '../../src/wire/members.ts';
import { isOtherApi } from '../../src/wire/other-api.ts';
import { chatRequest, httpSemantics, json } from './sources.ts';

const every: readonly ViewKind[] = ['completion', 'stream', 'error', 'unknown'];

/** A probe whose only use of optional members is to see whether they are taken. */
const optionalMembers = 'text-multi-turn';

/** A request that is to be answered, and not refused. */
function answered(reading: Reading): readonly Reading[] {
  return reading.expects?.answer === 'error' ? [] : [reading];
}

function sendsOptionalMembers(reading: Reading): boolean {
  return ['seed', 'user', 'top_p', 'presence_penalty'].some(
    (name) => asked(reading, name) !== undefined,
  );
}

function isRefused({ exchange }: Reading): boolean {
  const status = exchange.status ?? 0;
  return status < 200 || status > 299;
}

/** Nothing came where a stream was asked for: stream.chunks says what it lacks. */
function isEmptyStream(reading: Reading): boolean {
  const { exchange, view } = reading;
  const wanted = reading.request === null || asked(reading, 'stream') === true;
  return view.kind === 'stream' && exchange.body.length === 0 && wanted;
}

/** A GET asks for something else than a completion: the list of models, say. */
function isLookup({ exchange }: Reading): boolean {
  return exchange.request?.method === 'GET';
}

function wordsOfError({ view }: Reading): string {
  if (view.kind !== 'error') return '';
  const error = member(view.doc.value, 'error');
  const message = stringOf(member(error, 'message')) ?? stringOf(error);
  return message === null ? '' : `: ${message.slice(0, 200)}`;
}

export const httpChecks: readonly Check[] = [
  defineCheck({
    id: 'http.status',
    level: 'MUST',
    statement: 'A valid request is answered with a status of success',
    reference: `${chatRequest}; ${httpSemantics}, section 15.3`,
    breaks:
      'Both SDKs raise an APIStatusError: the answer never reaches the caller. AI SDK and LangChain send stream_options by default.',
    on: every,
    context: ['status', 'expectation'],
    survivesErrorFrame: true,
    plannedFor: ({ expects }, probe) => expects.answer !== 'error' && probe.id !== optionalMembers,
    subjects: answered,
    examine: (reading) =>
      isRefused(reading)
        ? {
            at: {},
            expected: 'a status from 200 to 299',
            actual: `status ${reading.exchange.status}${wordsOfError(reading)}`,
          }
        : null,
  }),
  defineCheck({
    id: 'http.optional-members',
    level: 'SHOULD',
    statement: 'Documented optional members of a request are accepted',
    reference: chatRequest,
    breaks: 'Agents and SDK helpers that send these members get a 400 on every turn.',
    decision:
      'SHOULD: OpenAI documents the members. A server that knows them may say that it does not support one, as OpenAI does for its reasoning models: such a probe is skipped. "Unknown name" is another answer.',
    on: every,
    context: ['status', 'expectation'],
    plannedFor: ({ expects }, probe) => expects.answer !== 'error' && probe.id === optionalMembers,
    subjects: (reading) => (sendsOptionalMembers(reading) ? answered(reading) : []),
    examine: (reading) =>
      isRefused(reading)
        ? {
            at: {},
            expected: 'an answer to a request with seed, user, top_p and the penalties',
            actual: `status ${reading.exchange.status}${wordsOfError(reading)}`,
          }
        : null,
  }),
  defineCheck({
    id: 'http.body',
    level: 'MUST',
    statement: 'The body of a successful answer is a completion, an event stream or an error',
    reference: `${chatRequest}; ${json}`,
    breaks:
      'openai-node returns an HTML page as a string without an error; JSON parsers fail with "Unexpected token <".',
    on: every,
    context: ['status'],
    survivesErrorFrame: true,
    plannedFor: ({ expects }) => expects.answer === 'completion' || expects.answer === 'stream',
    decision:
      "Where the request is not known, another of OpenAI's interfaces is no fault: it says itself what it is.",
    subjects: (reading) => {
      const { exchange, view } = reading;
      const other = view.kind === 'unknown' && isOtherApi(exchange, view.doc.value);
      const apart = isRefused(reading) || isLookup(reading) || isEmptyStream(reading);
      return apart || other ? [] : [reading];
    },
    examine: ({ view, exchange }) =>
      view.kind !== 'unknown' && exchange.body.length > 0
        ? null
        : {
            at: { offset: 0 },
            expected: 'a chat.completion, an event stream or an error object',
            actual: describeBody(exchange.body),
          },
  }),
  defineCheck({
    id: 'http.mode',
    level: 'MUST',
    statement: 'The answer comes in the mode that the request asks for',
    reference: `${chatRequest}, stream: "defaults to false"`,
    breaks:
      'For a stream where none was asked for an SDK hands over a string; a plain answer to a stream request yields zero events and no error.',
    on: ['completion', 'stream'],
    context: ['request'],
    survivesErrorFrame: true,
    subjects: (reading) => (reading.exchange.body.length === 0 ? [] : [reading]),
    examine: (reading) => {
      const wanted = asked(reading, 'stream') === true ? 'stream' : 'completion';
      return reading.view.kind === wanted
        ? null
        : {
            at: { offset: 0 },
            expected: wanted === 'stream' ? 'an event stream of chunks' : 'one JSON completion',
            actual: reading.view.kind === 'stream' ? 'an event stream' : 'one JSON completion',
          };
    },
  }),
  defineCheck({
    id: 'http.content-type',
    level: 'MUST',
    statement: 'A completion is typed as JSON, a stream as text/event-stream',
    reference: `${chatRequest}; ${httpSemantics}, section 8.3`,
    breaks:
      'openai-node returns a raw string for a completion that is not typed as JSON; EventSource clients, the .NET SDK and proxies refuse an untyped stream.',
    decision:
      'Of two headers each is judged: clients differ in which they read. The right one twice harms nobody.',
    on: ['completion', 'stream'],
    context: ['headers'],
    restsOn: ['stream.framed', 'http.mode', 'http.status'],
    survivesErrorFrame: true,
    subjects: (reading) => [reading],
    examine: (reading) => {
      const isStream = reading.view.kind === 'stream';
      const types = mediaTypesOf(reading.exchange);
      const isRight = (type: string) =>
        isStream ? type === 'text/event-stream' : isJsonType(type);
      return types.length > 0 && types.every(isRight)
        ? null
        : {
            at: {},
            expected: `Content-Type: ${isStream ? 'text/event-stream' : 'application/json'}`,
            actual: types.length === 0 ? 'no Content-Type' : `Content-Type: ${types.join(' and ')}`,
          };
    },
  }),
];

/** `application/json` and types that are JSON by their suffix (RFC 6839). */
export function isJsonType(type: string | null): boolean {
  return type !== null && (type === 'application/json' || type.endsWith('+json'));
}

/** What a body is that should have been JSON or a stream, in a few words and its first characters. */
export function describeBody(body: Uint8Array): string {
  if (body.length === 0) return 'an empty body';
  const start = Buffer.from(body.subarray(0, 60)).toString('utf8').replace(/\s+/g, ' ').trim();
  if (start === '') return 'white space alone';
  if (/^<(?:!doctype|html|\?xml|head|body)/i.test(start)) return `a page of markup: ${start}`;
  return `${/^[{["]/.test(start) ? 'another JSON text' : 'other text'}: ${start}`;
}
