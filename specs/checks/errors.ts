import { defineCheck } from '../../src/engine/define.ts';
import { atEvent, atPointer } from '../../src/engine/place.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, Place, Reading, ViewKind } from '../../src/vocabulary.ts';
import { isMadeBy, madeBy, statusOf } from './mistakes.ts';
import { errorCodes, httpSemantics } from './sources.ts';

const every: readonly ViewKind[] = ['completion', 'stream', 'error', 'unknown'];

/** A request that ought to fail, answered as if nothing were wrong. */
function isAccepted(reading: Reading): boolean {
  return statusOf(reading) < 300 && !isFailure(reading);
}

/** An error body or an error frame, under whatever status. */
function isFailure({ view }: Reading): boolean {
  return view.kind === 'error' || (view.kind === 'stream' && view.errors.length > 0);
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

const expecting = { on: every, context: ['status', 'expectation'] } as const;

/** Which status a mistake gets. */
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
    subjects: isMadeBy('request', 'path'),
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
      asked(reading, 'stream') === true ? [] : isMadeBy('lenient', 'model')(reading),
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
    subjects: isMadeBy('request', 'lenient', 'path'),
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
    subjects: (reading) => (statusOf(reading) < 400 ? [] : isMadeBy('model')(reading)),
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
      return status < 400 || status >= 500 ? [] : isMadeBy('path')(reading);
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
    subjects: isMadeBy('key'),
    examine: (reading) =>
      [401, 403].includes(statusOf(reading))
        ? null
        : { at: {}, expected: 'status 401 or 403', actual: `status ${statusOf(reading)}` },
  }),
];

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
