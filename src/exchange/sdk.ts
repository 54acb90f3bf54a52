import { wordsOf } from '../problem.ts';
import type { Exchange, JsonObject, JsonValue, SdkReading } from '../vocabulary.ts';
import { replayDispatcher } from './replay.ts';
import { askSdk, openSdk } from './sdk-client.ts';

/** Bodies beyond this many bytes come in large pieces: the SDK copies its buffer at each arrival. */
const LARGE = 256 * 1024;
/** An SDK that has not finished after that many milliseconds has given no reading. */
const LONGEST_MS = 10_000;

/**
 * Lets the `openai` SDK read a recorded exchange and says what it made of it. Never throws: what the
 * SDK throws is its reading.
 */
export async function readWithSdk(exchange: Exchange): Promise<SdkReading> {
  const reading = new GrowingReading();
  const deadline = Date.now() + LONGEST_MS;
  try {
    const pieces = exchange.body.length > LARGE ? { pieces: LARGE } : {};
    const client = await openSdk({
      dispatcher: replayDispatcher(exchange, pieces),
      baseURL: 'http://127.0.0.1/v1',
      key: 'replayed-without-a-key',
      headers: {},
      query: {},
    });
    await askSdk(client, exchange.request?.method ?? 'POST', requestOf(exchange), (piece) => {
      if (Date.now() > deadline) throw new Error(`no end after ${LONGEST_MS} ms`);
      reading.add(piece);
      return true;
    });
    return reading.result(null);
  } catch (error) {
    const name = error instanceof Error ? error.constructor.name : typeof error;
    return reading.result({ name, message: wordsOf(error) });
  }
}

/** What the SDK is told to ask: only whether to stream matters to its reading. */
function requestOf(exchange: Exchange): JsonObject {
  const asked = objectOf(exchange.request?.json)?.['stream'];
  const type = exchange.headers?.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const start = new TextDecoder().decode(exchange.body.subarray(0, 64));
  const looksStreamed =
    type === undefined ? /^\uFEFF?\s*(data|event|id|:)/.test(start) : /event-stream/i.test(type);
  const stream = exchange.request === null ? looksStreamed : asked === true;
  return { model: 'replayed', messages: [], ...(stream ? { stream } : {}) };
}

/** The reading as it grows, for completions and chunks alike; anything may be missing. */
class GrowingReading {
  #role: string | null = null;
  #usage: JsonValue = null;
  #chunks = 0;
  readonly #texts: string[][] = [];
  readonly #calls: string[][] = [];

  add(piece: unknown): void {
    const value = objectOf(piece);
    if (value === null) throw new Error(`the SDK returned ${typeof piece}: ${excerpt(piece)}`);
    this.#chunks += 1;
    const usage = objectOf(value['usage']);
    if (usage !== null) this.#usage = usage;
    for (const item of listOf(value['choices'])) this.#choice(objectOf(item));
  }

  #choice(choice: JsonObject | null): void {
    const message = objectOf(choice?.['message']) ?? objectOf(choice?.['delta']);
    if (message === null) return;
    const given = choice?.['index'];
    // Choices are few; a number from a hostile server must not size an array.
    const index = typeof given === 'number' && given >= 0 && given < 128 ? Math.floor(given) : 0;
    const { role, content } = message;
    if (typeof role === 'string') this.#role ??= role;
    if (typeof content === 'string') slotOf(this.#texts, index).push(content);
    for (const call of listOf(message['tool_calls'])) {
      const name = objectOf(objectOf(call)?.['function'])?.['name'];
      if (typeof name === 'string') slotOf(this.#calls, index).push(name);
    }
  }

  result(error: SdkReading['error']): SdkReading {
    return {
      error,
      role: this.#role,
      texts: this.#texts.map((parts) => parts.join('')),
      calls: this.#calls,
      usage: this.#usage,
      chunks: this.#chunks,
    };
  }
}

/** The list at that index; those before it are there, too. */
function slotOf(lists: string[][], index: number): string[] {
  while (lists.length <= index) lists.push([]);
  return lists[index] ?? [];
}

// The door where values of the SDK become data: they were made by its JSON.parse.
const objectOf = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;

const listOf = (value: unknown): readonly JsonValue[] => (Array.isArray(value) ? value : []);

const excerpt = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
