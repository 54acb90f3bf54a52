import { afterEach } from 'vitest';
import type { Target } from '../vocabulary.ts';
import { type Answer, type RawServer, startRawServer } from './raw-server.ts';

export { answerOf, CHUNKED_HEAD, chunkOf, deadPort } from './raw-server.ts';

const servers: RawServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A raw server for one test, closed after it. */
export async function serve(answer: Answer): Promise<RawServer> {
  const server = await startRawServer(answer);
  servers.push(server);
  return server;
}

/** A target for tests, with short limits. */
export function targetAt(baseUrl: string, changes: Partial<Target> = {}): Target {
  return {
    name: 'local',
    baseUrl,
    model: 'test-model',
    models: ['test-model'],
    apiKeyEnv: 'TEST_KEY',
    headers: {},
    query: {},
    body: {},
    tokenLimit: 'max_tokens',
    reasoningAllowance: 0,
    capabilities: {},
    modelEcho: 'any',
    dialect: null,
    proxy: null,
    caFile: null,
    timeouts: { connect: 2000, firstByte: 2000, gap: 2000, exchange: 5000, run: 60_000 },
    limits: {
      body: 1024 * 1024,
      decompressed: 1024 * 1024,
      head: 16 * 1024,
      events: 5000,
      event: 512 * 1024,
    },
    price: null,
    ...changes,
  };
}
