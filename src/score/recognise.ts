import { isDeepStrictEqual } from 'node:util';
import { WRONG_KEY } from '../exchange/outgoing.ts';
import type { Exchange, JsonValue } from '../vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../wire/members.ts';
import type { Spot } from './bench.ts';

/** One answer that can be served. */
export interface ServedAnswer {
  readonly spot: Spot;
  readonly exchange: Exchange;
  /** It is not as the fixture has it: who asks something else of its kind gets it, too. */
  readonly changed: boolean;
}

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  /** With the query, as in the request line. */
  readonly path: string;
  /** The body where it is JSON; `undefined` where it is not. */
  readonly json: JsonValue | undefined;
  readonly authorization: string | null;
  readonly userAgent: string;
}

/**
 * The answer to a request: that of the probe that sends it, else the nearest of its kind, so that
 * any client can be pointed here. A request that ought to fail gets the error of its mistake.
 */
export function recognise(
  incoming: Incoming,
  answers: readonly ServedAnswer[],
): ServedAnswer | null {
  const mistake = mistakeOf(incoming, answers);
  const fitting = answers.filter(({ spot, exchange }) => {
    const { expects } = stepOf(spot);
    if (incoming.method === 'GET') return expects.answer === 'models' && mistake === null;
    return mistakeOfFixture(spot, exchange) === mistake && expects.answer !== 'models';
  });
  const marks = fitting.map((answer) => ({ answer, mark: likeness(incoming, answer) }));
  const best = marks.reduce<(typeof marks)[number] | null>(
    (found, one) => (found === null || one.mark > found.mark ? one : found),
    null,
  );
  return best?.answer ?? null;
}

type FixtureMistake = 'path' | 'json' | 'messages' | 'empty' | 'range' | 'model' | 'key' | 'no-key';

/** What is wrong with a request, as far as the error probes go. */
function mistakeOf(incoming: Incoming, answers: readonly ServedAnswer[]): FixtureMistake | null {
  const { method, authorization } = incoming;
  const path = pathOf(incoming.path);
  if (path !== (method === 'GET' ? '/models' : '/chat/completions')) return 'path';
  if (method === 'GET') return null;
  const inBody = mistakeInBody(incoming.json);
  if (inBody !== null) return inBody;
  if (authorization === `Bearer ${WRONG_KEY}`) return 'key';
  // A client that sends no key is served all the same, unless it asks what the probe asks.
  const keyless = answers.find(
    ({ spot, exchange }) => mistakeOfFixture(spot, exchange) === 'no-key',
  );
  const asks = isSameBody(incoming.json, keyless?.exchange.request?.json);
  return authorization === null && asks ? 'no-key' : null;
}

function mistakeInBody(json: JsonValue | undefined): FixtureMistake | null {
  if (!isObject(json)) return 'json';
  const messages = member(json, 'messages');
  const temperature = member(json, 'temperature');
  if (!Array.isArray(messages)) return 'messages';
  if (messages.length === 0) return 'empty';
  if (typeof temperature === 'number' && (temperature < 0 || temperature > 2)) return 'range';
  return (stringOf(member(json, 'model')) ?? '').includes('no-such-model') ? 'model' : null;
}

function mistakeOfFixture(spot: Spot, { request }: Exchange): FixtureMistake | null {
  const { expects, request: build } = stepOf(spot);
  if (expects.answer !== 'error') return null;
  if (expects.mistake === 'path') return 'path';
  const built = build({ model: 'any', earlier: [], limit: () => ({}) });
  const key = typeof built === 'string' ? undefined : built.key;
  if (key === 'wrong') return 'key';
  if (key === 'none') return 'no-key';
  return mistakeInBody(request?.json === null ? undefined : request?.json);
}

/** How much a request is like that of a fixture; the same body outweighs everything. */
function likeness(incoming: Incoming, { spot, exchange, changed }: ServedAnswer): number {
  const { json } = incoming;
  const own = exchange.request?.json;
  const bySdk = incoming.userAgent.startsWith('OpenAI/JS') === (spot.probe.sender === 'sdk');
  const same = isSameBody(json, own) ? 10_000 : 0;
  const stream = isStream(json) === isStream(own) ? 1000 : 0;
  // What the client left has no end: nobody else can use it.
  const whole = exchange.ending === 'aborted' && same === 0 ? -5000 : 0;
  const asksTools = hasTools(json) === hasTools(own) ? 200 : 0;
  const answersTool = hasToolResult(json) === hasToolResult(own) ? 200 : 0;
  const words = isDeepStrictEqual(firstWords(json), firstWords(own)) ? 400 : 0;
  const members = sharedMembers(json, own) * 20;
  return (
    same +
    stream +
    whole +
    asksTools +
    answersTool +
    words +
    members +
    (bySdk ? 10 : 0) +
    (changed && words === 0 ? 100 : 0)
  );
}

function isSameBody(json: JsonValue | undefined, own: JsonValue | undefined): boolean {
  const apart = (value: JsonValue | undefined) =>
    isObject(value) ? { ...value, model: null } : value;
  return own !== null && own !== undefined && isDeepStrictEqual(apart(json), apart(own));
}

const isStream = (json: JsonValue | undefined): boolean => member(json, 'stream') === true;
const hasTools = (json: JsonValue | undefined): boolean => listOf(member(json, 'tools')).length > 0;

function hasToolResult(json: JsonValue | undefined): boolean {
  return listOf(member(json, 'messages')).some((message) => member(message, 'role') === 'tool');
}

function firstWords(json: JsonValue | undefined): JsonValue | undefined {
  const messages = listOf(member(json, 'messages'));
  return member(
    messages.find((message) => member(message, 'role') === 'user'),
    'content',
  );
}

/** Members that steer the answer and that both have with the same value, less those that differ. */
function sharedMembers(json: JsonValue | undefined, own: JsonValue | undefined): number {
  const names = new Set([...namesOf(json), ...namesOf(own)]);
  return [...names]
    .filter((name) => !['model', 'messages', 'tools', 'stream'].includes(name))
    .reduce((sum, name) => {
      return sum + (isDeepStrictEqual(member(json, name), member(own, name)) ? 1 : -1);
    }, 0);
}

function namesOf(json: JsonValue | undefined): readonly string[] {
  return isObject(json) ? Object.keys(json) : [];
}

/** Below `/v1`, without query and trailing slashes. */
function pathOf(path: string): string {
  return path
    .replace(/[?#].*$/, '')
    .replace(/^\/v1(?=\/)/, '')
    .replace(/\/+$/, '');
}

function stepOf({ probe, step }: Spot) {
  return probe.steps[step] ?? probe.steps[0];
}
