import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Listens on 127.0.0.1 and returns the port. */
export async function openPort(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

/** The preferred port where it is free, else 0, which means: any free one. */
export async function freePort(preferred: number): Promise<number> {
  const trial = createServer();
  try {
    await openPort(trial, preferred);
    return preferred;
  } catch {
    return 0;
  } finally {
    trial.close();
  }
}
