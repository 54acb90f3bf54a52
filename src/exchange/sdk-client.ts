import type OpenAI from 'openai';
import { type Dispatcher, fetch as undiciFetch } from 'undici';
import type { JsonObject } from '../vocabulary.ts';

/** How a client of the `openai` SDK is set up. */
export interface SdkOptions {
  /** Where its requests go: the network behind a recorder, or a replay. */
  readonly dispatcher: Dispatcher;
  readonly baseURL: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** The SDK, loaded only now: it takes longer to load than all the rest. */
export async function openSdk(options: SdkOptions): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    baseURL: options.baseURL,
    apiKey: options.key ?? 'none',
    // Nothing of this may come from the environment of whoever runs chatspec.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: 2_147_483_647,
    defaultHeaders: {
      'accept-encoding': 'identity',
      ...(options.key === null ? { authorization: null } : {}),
      ...options.headers,
    },
    defaultQuery: { ...options.query },
    fetch: fetchOver(options.dispatcher),
    fetchOptions: { redirect: 'manual' },
  });
}

/**
 * A `fetch` over our dispatcher. undici's own, since Node's global one does not take a dispatcher of
 * undici 8; the two differ in their TypeScript types only, so this is the door where they meet.
 */
function fetchOver(dispatcher: Dispatcher): typeof globalThis.fetch {
  return (async (input: string | URL, init?: object) =>
    await undiciFetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;
}

/**
 * Asks for a completion, a stream or the models, as the body says, and gives each piece of the
 * answer to `take`. Stops where it returns false. Throws whatever the SDK throws.
 */
export async function askSdk(
  client: OpenAI,
  method: string,
  body: JsonObject,
  take: (piece: unknown) => boolean,
): Promise<void> {
  if (method === 'GET') {
    const page: unknown = await client.models.list();
    take(page);
    return;
  }
  // A probe's body may be wrong on purpose, so no type of the SDK's can be claimed truthfully.
  const asked = body as unknown as OpenAI.ChatCompletionCreateParams;
  const answer: unknown = await client.chat.completions.create(asked);
  if (!isAsyncIterable(answer)) {
    take(answer);
    return;
  }
  for await (const piece of answer) {
    if (!take(piece)) return;
  }
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
