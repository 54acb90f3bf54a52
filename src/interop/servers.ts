import type { Config } from '../target/config.ts';
import { startGeminiRelay } from './gemini-relay.ts';
import type { Gateways } from './install.ts';
import { startMock } from './mock.ts';
import { freePort } from './port.ts';
import { startPortkey } from './portkey.ts';
import { entryOf, nominalPorts, type Ports } from './settings.ts';

/** Everything that runs, and its end. */
export interface Servers extends AsyncDisposable {
  readonly ports: Ports;
}

/**
 * Starts the mock's OpenAI surface, and the gateway over the relay over the mock's Gemini surface,
 * all of them on 127.0.0.1. What has started is stopped again when a later one fails.
 */
export async function startServers(
  gateways: Gateways,
  config: Config,
  key: string,
): Promise<Servers> {
  await using stack = new AsyncDisposableStack();
  const wanted = nominalPorts(config);
  const openai = entryOf(config, 'aimock');
  const aimock = await startMock(gateways.aimock, {
    surface: 'openai',
    port: await freePort(wanted.aimock),
    models: openai.models ?? [],
    key: openai.apiKeyEnv == null ? null : key,
  });
  stack.defer(aimock.stop);
  const upstream = await startMock(gateways.aimock, {
    surface: 'gemini',
    port: 0,
    models: entryOf(config, 'portkey-gemini').models ?? [],
    key: null,
  });
  stack.defer(upstream.stop);
  const relay = await startGeminiRelay(upstream.url, await freePort(wanted.gemini));
  stack.defer(relay.stop);
  const portkey = await startPortkey(gateways.portkey, wanted.portkey, gateways.folder);
  stack.defer(portkey.stop);

  const running = stack.move();
  return {
    ports: { aimock: aimock.port, portkey: portkey.port, gemini: relay.port },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
