import { pathToFileURL } from 'node:url';
import { Problem } from '../problem.ts';
import type { JsonObject } from '../vocabulary.ts';
import { answer } from './canned-model.ts';
import { type CannedReply, replyOf, type Surface } from './canned-reply.ts';
import type { Running } from './child.ts';
import { readDialogue } from './dialogue.ts';

/** The part of the mock's API that is used; its package is no dependency, so neither are its types. */
interface Mock {
  addFixture(fixture: {
    match: { model: string; predicate: (request: JsonObject) => boolean };
    response: (request: JsonObject) => CannedReply;
  }): unknown;
  start(): Promise<string>;
  stop(): Promise<void>;
}

interface MockModule {
  readonly LLMock: new (options: {
    host: string;
    port: number;
    chunkSize: number;
    latency: number;
    auth?: { apiKeys: readonly string[] };
  }) => Mock;
}

/**
 * Starts the mock inside this process, with one model's canned answers. What the canned model does
 * not answer (another model, no message at all, parameters, paths) is the mock's own doing.
 *
 * @throws {Problem} when the package is not what it was.
 */
export async function startMock(
  entry: string,
  options: {
    readonly surface: Surface;
    readonly port: number;
    readonly models: readonly string[];
    readonly key: string | null;
  },
): Promise<Running & { readonly url: string }> {
  const { LLMock } = await load(entry);
  const mock = new LLMock({
    host: '127.0.0.1',
    port: options.port,
    // UTF-16 units, as the mock cuts; small, so that a short answer is a stream of several chunks.
    chunkSize: 12,
    latency: 4,
    ...(options.key === null ? {} : { auth: { apiKeys: [options.key] } }),
  });
  for (const model of options.models) {
    mock.addFixture({
      match: {
        // Named here too, because the mock lists the models of its fixtures.
        model,
        predicate: (request) => {
          const dialogue = readDialogue(request);
          return dialogue.model === model && dialogue.question !== null;
        },
      },
      response: (request) => replyOf(answer(readDialogue(request)), options.surface),
    });
  }
  const url = await mock.start();
  return { url, port: Number(new URL(url).port), stop: () => mock.stop() };
}

async function load(entry: string): Promise<MockModule> {
  const module: unknown = await import(pathToFileURL(entry).href);
  if (isMockModule(module)) return module;
  throw new Problem('internal', `${entry} does not export LLMock: its pinned version has changed.`);
}

function isMockModule(module: unknown): module is MockModule {
  return (
    typeof module === 'object' &&
    module !== null &&
    'LLMock' in module &&
    typeof module.LLMock === 'function'
  );
}
