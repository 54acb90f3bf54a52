import { type Running, serve } from './child.ts';
import { freePort } from './port.ts';

/** Milliseconds until the gateway must listen. */
const START_MS = 20_000;

/**
 * Starts the gateway. Its own start binds every address and takes no option for it, so it runs with
 * the loopback preload.
 */
export async function startPortkey(entry: string, port: number, cwd: string): Promise<Running> {
  return serve('The portkey gateway', [entry, '--headless', `--port=${await freePort(port)}`], {
    cwd,
    // Its whole environment: no key and no proxy of this machine is its business.
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
    timeoutMs: START_MS,
  });
}
