import { defineCheck, defineFact } from '../../src/engine/define.ts';
import { isPage } from '../../src/engine/page.ts';
import { atEvent, atPointer } from '../../src/engine/place.ts';
import { asked } from '../../src/engine/reading.ts';
import type {
  Check,
  Finding,
  Mistake,
  Place,
  Reading,
  Step,
  ViewKind,
} from '../../src/vocabulary.ts';
import { headerOf, mediaTypeOf } from '../../src/wire/headers.ts';
import { isObject, member, stringOf } from '../../src/wire/members.ts';
import { describeBody, isJsonType } from './http.ts';
import { errorCodes, errorResponse, httpSemantics, json } from './sources.ts';

const every: readonly ViewKind[] = ['completion', 'stream', 'error', 'unknown'];

/** Plans a check for the error probes that make one of these mistakes. */
function madeBy(...mistakes: readonly Mistake[]): (step: Step) => boolean {
  return ({ expects }) => expects.mistake !== undefined && mistakes.includes(expects.mistake);
}

function mistakeOf({ expects }: Reading): Mistake | null {
  return expects?.mistake ?? null;
}

function statusOf({ exchange }: Reading): number {
  return exchange.status ?? 0;
}

/** A request that ought to fail, answered as if nothing were wrong. */
function isAccepted(reading: Reading): boolean {
  return statusOf(reading) < 300 && !isFailure(reading);
}

/** An error body or an error frame, under whatever status. */
function isFailure({ view }: Reading): boolean {
  return view.kind === 'error' || (view.kind === 'stream' && view.errors.length > 0);
}

function made(mistakes: readonly Mistake[]) {
  return (reading: Reading): readonly Reading[] => {
    const mistake = mistakeOf(reading);
    return mistake !== null && mistakes.includes(mistake) ? [reading] : [];
  };
}

function refusal(reading: Reading) {
  return isAccepted(reading)
    ? {
        at: {},
        expected: 'an error with a 4xx status',
        actual: `status ${statusOf(reading)} and ${nameOfAnswer(reading)}`,
      }
    : null;
}

/** Error pages of gateways say that something before the endpoint failed. */
function isGatewayPage(reading: Reading): boolean {
  return statusOf(reading) >= 500 && isPage(reading);
}

function isReadable({ view }: Reading): boolean {
  return view.kind === 'error' && view.doc.value !== undefined;
}

const expecting = { on: every, context: ['status', 'expectation'] } as const;

export const errorChecks: readonly Check[] = [
  defineCheck({
    ...expecting,
    id: 'error.refused',
    level: 'MUST',
    statement: 'A request that makes no sense is refused',
    reference: `${errorCodes}: 400; an unknown path is 404`,
    breaks:
      'openai-python and openai-node take the answer to a typing error for a success: a stream yields zero chunks.',
    survivesErrorFrame: true,
    plannedFor: madeBy('request', 'path'),
    subjects: made(['request', 'path']),
    examine: refusal,
  }),
  defineCheck({
    ...expecting,
    id: 'error.refused-values',
    level: 'SHOULD',
    statement: 'A value out of range, no message and an unknown model are refused',
    reference: `${errorCodes}: 400 and 404`,
    breaks:
      'openai-python and openai-node raise nothing: a typing error in a model name or a parameter goes unseen, and another model answers.',
    decision:
      'SHOULD: some servers clamp values or serve one model under every name, and say so. Of a stream parity.error-status asks that it be treated as the plain request was.',
    survivesErrorFrame: true,
    plannedFor: (step, probe) => madeBy('lenient', 'model')(step) && !probe.id.endsWith('-stream'),
    subjects: (reading) =>
      asked(reading, 'stream') === true ? [] : made(['lenient', 'model'])(reading),
    examine: refusal,
  }),
  defineCheck({
    ...expecting,
    id: 'error.status',
    level: 'MUST',
    statement: 'An error has a status of 400 or above',
    reference: errorCodes,
    breaks:
      'openai-python and openai-node raise no APIStatusError: choices is undefined far from the cause, and neither retry nor fallback ever starts.',
    decision:
      'An error inside a stream that has begun keeps its 200; one that could be told before the first chunk does not.',
    on: ['error', 'stream'],
    context: ['status'],
    survivesErrorFrame: true,
    plannedFor: ({ expects }) => expects.answer !== 'models',
    subjects: (reading) => (isFailure(reading) && !hadBegun(reading) ? [reading] : []),
    examine: (reading) =>
      statusOf(reading) >= 400
        ? null
        : {
            at: atError(reading),
            expected: 'a 4xx or 5xx status',
            actual: `status ${statusOf(reading)} with an error`,
          },
  }),
  defineCheck({
    ...expecting,
    id: 'error.not-a-server-fault',
    level: 'MUST',
    statement: 'A mistake in the request is not answered with a 5xx status',
    reference: `${errorCodes}: 400 invalid_request_error`,
    breaks: 'Both SDKs retry 5xx twice: slow and wasteful, and users blame the server.',
    plannedFor: madeBy('request', 'lenient', 'path'),
    subjects: made(['request', 'lenient', 'path']),
    examine: (reading) =>
      statusOf(reading) >= 500
        ? { at: {}, expected: 'a 4xx status', actual: `status ${statusOf(reading)}` }
        : null,
  }),
  defineCheck({
    ...expecting,
    id: 'error.unknown-model',
    level: 'SHOULD',
    statement: 'An unknown model is answered with 404 or another 4xx status, not as overload',
    reference: `${errorCodes}: 404 model_not_found`,
    breaks: 'SDKs retry a permanent error, and fallback logic takes it for overload.',
    decision: 'SHOULD: the reference has no formal table of statuses for it.',
    plannedFor: madeBy('model'),
    subjects: (reading) => (statusOf(reading) < 400 ? [] : made(['model'])(reading)),
    examine: (reading) => {
      const status = statusOf(reading);
      return status >= 500 || status === 429 || status === 408
        ? { at: {}, expected: 'status 404 (or 400)', actual: `status ${status}` }
        : null;
    },
  }),
  defineCheck({
    ...expecting,
    id: 'error.unknown-path',
    level: 'SHOULD',
    statement: 'A path that does not exist is answered with 404 or 405',
    reference: `${errorCodes}: 404; ${httpSemantics}, section 15.5.5`,
    breaks:
      'openai-python and openai-node raise BadRequestError for a wrong base URL: users look for the fault in their request.',
    decision:
      'SHOULD: a gateway may refuse the caller (401, 403) or the moment (429) before it looks at the path.',
    plannedFor: madeBy('path'),
    subjects: (reading) => {
      const status = statusOf(reading);
      return status < 400 || status >= 500 ? [] : made(['path'])(reading);
    },
    examine: (reading) =>
      [401, 403, 404, 405, 429].includes(statusOf(reading))
        ? null
        : { at: {}, expected: 'status 404 or 405', actual: `status ${statusOf(reading)}` },
  }),
  defineCheck({
    ...expecting,
    id: 'error.auth',
    level: 'MUST',
    statement: 'A wrong or missing key is answered with 401 or 403',
    reference: `${errorCodes}: 401 AuthenticationError`,
    breaks: 'Key rotation and new logins never start: the SDKs raise another class of error.',
    restsOn: ['error.status'],
    survivesErrorFrame: true,
    plannedFor: madeBy('key'),
    subjects: made(['key']),
    examine: (reading) =>
      [401, 403].includes(statusOf(reading))
        ? null
        : { at: {}, expected: 'status 401 or 403', actual: `status ${statusOf(reading)}` },
  }),
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

/**
 * Whether an error came inside a stream: that is how a stream tells it. For a request that could be
 * refused before the first chunk (the error probes) there is no such excuse.
 */
function hadBegun({ view, expects }: Reading): boolean {
  return view.kind === 'stream' && expects?.answer !== 'error';
}

/** The place of the error: in the body, or in the event that carries it. */
function atError(reading: Reading): Place {
  const { view } = reading;
  const event = view.kind === 'stream' ? view.errors[0] : undefined;
  return event === undefined ? atPointer(reading, '/error') : atEvent(event, '/error');
}

function nameOfAnswer({ view }: Reading): string {
  return view.kind === 'unknown' ? 'no error' : `a ${view.kind}`;
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
