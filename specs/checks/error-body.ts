import { defineCheck, defineFact } from '../../src/engine/define.ts';
import { isPage } from '../../src/engine/page.ts';
import { atPointer } from '../../src/engine/place.ts';
import type { Check, Finding, Reading } from '../../src/vocabulary.ts';
import { headerOf, mediaTypeOf } from '../../src/wire/headers.ts';
import { isObject, member, stringOf } from '../../src/wire/members.ts';
import { describeBody, isJsonType } from './http.ts';
import { madeBy, statusOf } from './mistakes.ts';
import { errorCodes, errorResponse, httpSemantics, json } from './sources.ts';

/** Error pages of gateways say that something before the endpoint failed. */
function isGatewayPage(reading: Reading): boolean {
  return statusOf(reading) >= 500 && isPage(reading);
}

function isReadable({ view }: Reading): boolean {
  return view.kind === 'error' && view.doc.value !== undefined;
}

/** In which form an error is told; the schema judges its members. */
export const errorBodyChecks: readonly Check[] = [
  defineCheck({
    id: 'error.json',
    level: 'MUST',
    statement: 'The body of an error is a JSON object',
    reference: `${errorResponse}; ${json}`,
    breaks:
      'openai-node says "400 status code (no body)" for an array or a page: the cause is hidden.',
    decision: 'A page of a gateway under 5xx is told as SHOULD by error.gateway-page.',
    on: ['error'],
    plannedFor: madeBy('request', 'lenient', 'model', 'key'),
    subjects: (reading) => (isGatewayPage(reading) ? [] : [reading]),
    examine: (reading) =>
      reading.view.kind === 'error' && isObject(reading.view.doc.value) ? null : noObject(reading),
  }),
  defineCheck({
    id: 'error.gateway-page',
    level: 'SHOULD',
    statement: 'A failure of a gateway is told in JSON too',
    reference: errorResponse,
    breaks:
      'The APIStatusError of openai-python and openai-node shows a page of HTML in place of a message, and JSON parsers throw.',
    decision:
      'SHOULD: it speaks of the infrastructure before the endpoint. From 502 on it is an outage, and the rest of the answer is not judged.',
    on: ['error'],
    context: ['status'],
    plannedFor: ({ expects }) => expects.answer === 'error',
    subjects: (reading) => (statusOf(reading) >= 500 ? [reading] : []),
    examine: (reading) => (isGatewayPage(reading) ? noObject(reading) : null),
  }),
  defineCheck({
    id: 'error.not-an-event-stream',
    level: 'MUST',
    statement: 'An error body is not typed as an event stream',
    reference: `${errorResponse}: application/json`,
    breaks:
      'EventSource and other SSE parsers ignore the body: the client sees an empty stream and no error.',
    on: ['error'],
    context: ['headers'],
    plannedFor: ({ expects }) => expects.answer === 'error',
    subjects: (reading) => (isReadable(reading) ? [reading] : []),
    examine: ({ exchange }) =>
      mediaTypeOf(exchange) === 'text/event-stream'
        ? {
            at: {},
            expected: 'Content-Type: application/json',
            actual: 'Content-Type: text/event-stream',
          }
        : null,
  }),
  defineCheck({
    id: 'error.content-type',
    level: 'SHOULD',
    statement: 'An error body is typed as JSON',
    reference: `${errorResponse}: application/json`,
    breaks:
      'The AI SDK and others that branch on the type show the raw text instead of the message.',
    decision:
      'SHOULD: both SDKs parse the body of an error whatever its type, and the edge of api.openai.com was seen to type one as text/plain.',
    on: ['error'],
    context: ['headers'],
    restsOn: ['error.not-an-event-stream', 'error.json'],
    plannedFor: ({ expects }) => expects.answer === 'error' && expects.mistake !== 'path',
    subjects: (reading) => (isReadable(reading) ? [reading] : []),
    examine: ({ exchange }) => {
      const type = mediaTypeOf(exchange);
      return isJsonType(type)
        ? null
        : {
            at: {},
            expected: 'Content-Type: application/json',
            actual: type === null ? 'no Content-Type' : `Content-Type: ${type}`,
          };
    },
  }),
  defineCheck({
    id: 'error.says-why',
    level: 'SHOULD',
    statement: 'The message of an error says what is wrong, and param names a member',
    reference: errorResponse,
    breaks:
      'Whoever reads the exception of openai-python or openai-node cannot see the cause: the gateway has lost what the upstream said.',
    decision:
      'SHOULD: the wording is free. Only a message that repeats the status, or what a program prints for nothing, is flagged.',
    on: ['error'],
    restsOn: ['error.json', 'error.object', 'error.message'],
    plannedFor: madeBy('request', 'lenient', 'model', 'key'),
    subjects: ({ view }) =>
      view.kind === 'error' && isObject(member(view.doc.value, 'error')) ? [view.doc.value] : [],
    examine: (value, reading) => {
      const error = member(value, 'error');
      const message = stringOf(member(error, 'message')) ?? '';
      const param = stringOf(member(error, 'param')) ?? '';
      if (saysNothing(message)) {
        return {
          at: atPointer(reading, '/error/message'),
          expected: 'what is wrong with the request',
          actual: JSON.stringify(message),
        };
      }
      return /^\d+$/.test(param)
        ? {
            at: atPointer(reading, '/error/param'),
            expected: 'the name of a request member',
            actual: JSON.stringify(param),
          }
        : null;
    },
  }),
  defineCheck({
    id: 'error.retry-after',
    level: 'SHOULD',
    statement: 'The time to wait stands in a header that clients read',
    reference: `${httpSemantics}, section 10.2.3`,
    breaks:
      'openai-python and openai-node read Retry-After and retry-after-ms only: they retry too soon.',
    decision: 'Leaving the header out is legal; sending it under another name alone is not useful.',
    on: ['error'],
    context: ['headers', 'status'],
    subjects: (reading) => ([429, 503].includes(statusOf(reading)) ? [reading] : []),
    examine: ({ exchange }) => {
      const renamed = (exchange.headers ?? []).find(
        ([name]) => /.+-retry-after$/i.test(name) && !/^x-ms-/i.test(name),
      );
      return renamed !== undefined &&
        headerOf(exchange, 'retry-after') === null &&
        headerOf(exchange, 'retry-after-ms') === null
        ? { at: {}, expected: 'Retry-After', actual: renamed[0] }
        : null;
    },
  }),
  defineFact({
    id: 'error.reported',
    statement: 'The status and words of an error',
    reference: errorCodes,
    on: ['error'],
    plannedFor: ({ expects }) => expects.answer === 'error',
    facts: ({ view, exchange }) => {
      const error = view.kind === 'error' ? member(view.doc.value, 'error') : undefined;
      const words = stringOf(member(error, 'message')) ?? stringOf(error) ?? '';
      const notes = [
        /[^\p{Script=Latin}\p{Script=Common}]/u.test(words) ? 'not in English' : '',
        /models\/gemini|generativelanguage|anthropic|vertex/i.test(words)
          ? 'names an upstream'
          : '',
      ].filter((note) => note !== '');
      const told = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
      const status = exchange.status === null ? '' : `status ${exchange.status}: `;
      return [`${status}${words.slice(0, 120)}${told}`];
    },
  }),
];

/** Words that repeat the status, or that a program prints where it has none. */
function saysNothing(message: string): boolean {
  const status =
    /^(?:(?:bad response status code|upstream error|status code)[:\s]*\d{0,3}|(?:request failed with )?(?:status code |http |error )?\d{3})\.?$/i;
  return (
    status.test(message) ||
    /^(?:\s+|\[object Object\]|undefined|null|none|unknown error\.?)$/i.test(message)
  );
}

/** What came instead of an error object: for JSON that is cut or broken, where and how. */
function noObject({ view, exchange }: Reading): Finding {
  const expected = 'a JSON object with an error member';
  const broken = view.kind === 'error' ? view.doc.error : null;
  const means = /^\s*[{[]/.test(Buffer.from(exchange.body.subarray(0, 32)).toString('latin1'));
  return broken !== null && means
    ? { at: { offset: broken.offset }, expected, actual: broken.message }
    : { at: { offset: 0 }, expected, actual: describeBody(exchange.body) };
}
