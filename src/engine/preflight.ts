import { send } from '../exchange/send.ts';
import type { Transport } from '../exchange/transport.ts';
import { Problem } from '../problem.ts';
import type { Exchange, Target } from '../vocabulary.ts';
import { type Meter, tokensAsked } from './meter.ts';

/** Enough for an answer, and above the least that any endpoint is known to ask for. */
const TOKENS = 16;

/**
 * One cheap request before the rest is spent: `null` where a run can tell something, else the one
 * sentence that says what stands in its way. A broken contract is never called an outage.
 */
export async function preflight(
  transport: Transport,
  options: { readonly meter?: Meter; readonly signal?: AbortSignal } = {},
): Promise<Problem | null> {
  const { target } = transport;
  const json = {
    model: target.model,
    messages: [{ role: 'user', content: 'Hi' }],
    [target.tokenLimit]: TOKENS + target.reasoningAllowance,
  };
  const { meter, signal } = options;
  const exchange = await send(
    { method: 'POST', path: '/chat/completions', json },
    {
      transport,
      source: 'preflight',
      signal,
      ...(meter === undefined ? {} : { admit: () => meter.admit(tokensAsked(json), signal) }),
    },
  );
  const outage = outageOf(exchange, target);
  return outage === null ? null : new Problem('untold', outage);
}

/** The sentence that a person on call needs, or `null` where the endpoint can be judged. */
export function outageOf(exchange: Exchange, target: Target): string | null {
  const { status, failure } = exchange;
  if (status === null) return failure === null ? null : outageOfNetwork(failure);
  const said = saidBy(exchange);
  const tail = `(${status}${said.words === '' ? '' : `: ${said.words}`})`;
  if (isQuota(status, said)) {
    return `${target.name} has no quota left or limits the rate ${tail}; top it up, or try later`;
  }
  if (isModelUnknown(status, said, target.model)) {
    return `${target.name} does not know the model ${target.model} ${tail}; name another by --model`;
  }
  if (isKeyRefused(status, said)) {
    const key = target.apiKeyEnv;
    return key === null
      ? `${target.name} asks for a key ${tail}; name its variable by --api-key-env`
      : `${target.name} refuses the key in ${key} ${tail}; check the key and what it may do`;
  }
  if (isLimitRefused(status, said, target.tokenLimit)) {
    return `${target.name} takes no max_tokens for ${target.model} ${tail}; say "tokenLimit": "max_completion_tokens" in its entry of the config`;
  }
  if (isGateway(status)) {
    const tries = exchange.attempts.length;
    return `${target.name} is down: it answered ${tries} times out of service ${tail}; try later`;
  }
  return null;
}

/** Without an answer nothing can be told; an answer that is not HTTP is a broken contract. */
function outageOfNetwork({ kind, message }: NonNullable<Exchange['failure']>): string | null {
  const outages = ['connect', 'dns', 'tls', 'timeout', 'reset', 'refused'];
  return outages.includes(kind) ? message : null;
}

/** What an answer says of its failure, in whatever envelope. */
interface Said {
  /** The message, on one line and short. */
  readonly words: string;
  readonly code: string;
  /** `null` where the answer names no parameter. */
  readonly param: string | null;
}

/** 402 speaks for itself; some routers send an exhausted quota as 403 or 400. */
function isQuota(status: number, { code, words }: Said): boolean {
  if (status === 402 || status === 429) return true;
  return (
    status >= 400 && status < 500 && /insufficient\w*quota|quota\w*exceed/i.test(`${code} ${words}`)
  );
}

function isKeyRefused(status: number, { code, words }: Said): boolean {
  const all = `${code} ${words}`;
  const aboutAuth = /api.?key|auth|token|credential|permission|denied|forbidden|unauthori/i;
  if (status === 401) return true;
  if (status === 403) return aboutAuth.test(all);
  // Gemini answers 400 to a bad key.
  return status === 400 && /api.?key[^.]*(invalid|not valid|incorrect|missing|expired)/i.test(all);
}

/** OpenAI's reasoning models take the newer name of the limit only, and every request would be refused. */
function isLimitRefused(status: number, { code, words }: Said, limit: string): boolean {
  if ((status !== 400 && status !== 422) || limit !== 'max_tokens') return false;
  return /unsupported|not support/i.test(`${code} ${words}`) && /max_completion_tokens/.test(words);
}

const UNKNOWN =
  /(unknown|no such|invalid|unsupported|nonexistent) model|model.{0,90}(not found|not.?exist|does ?n.t exist|unknown|not available|unavailable|not supported|no access)|no (available )?channel/i;

function isModelUnknown(status: number, said: Said, model: string): boolean {
  // 503 is what routers of the one-api family send for a model that no channel serves.
  if (![400, 403, 404, 422, 503].includes(status)) return false;
  // "Unsupported parameter ... with this model" speaks of the parameter.
  if (said.param !== null && said.param !== 'model') return false;
  if (/model.?not.?found|unknown.?model|invalid.?model/i.test(said.code)) return true;
  return UNKNOWN.test(said.words.replaceAll(model, `model ${model}`));
}

/** Statuses of what stands before a service. 500 is the service's own and is judged. */
const isGateway = (status: number): boolean =>
  [502, 503, 504, 529].includes(status) || (status >= 520 && status <= 527);

function saidBy({ body }: Exchange): Said {
  const text = new TextDecoder().decode(body.subarray(0, 64 * 1024));
  const value = parsed(text);
  const first = Array.isArray(value) ? value[0] : value;
  const outer = membersOf(first);
  const inner = membersOf(outer.get('error'));
  const of = (name: string) => inner.get(name) ?? outer.get(name);
  const flat = [outer.get('error'), of('message'), of('detail'), value === undefined ? text : ''];
  const words = flat.find((one) => typeof one === 'string') ?? '';
  const param = of('param');
  return {
    words: String(words)
      .replace(/<[^>]*>/g, ' ')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, 160),
    code: ['code', 'type', 'status'].map((name) => String(of(name) ?? '')).join(' '),
    param: typeof param === 'string' && param !== '' ? param : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const membersOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
