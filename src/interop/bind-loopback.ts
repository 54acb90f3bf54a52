/**
 * Preloaded into a foreign server (`node --import`): whatever address it asks for, it listens on
 * 127.0.0.1 only, tells its parent the port that it got, and goes when its parent goes. For programs
 * that have no option for the address and would stand open to the network.
 */
import { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** The arguments of `server.listen` with the address replaced; the callback stays. */
function bound(args: readonly unknown[]): unknown[] {
  const [first] = args;
  const callback = args.filter((arg) => typeof arg === 'function');
  if (typeof first === 'object' && first !== null) {
    return [{ ...first, host: LOOPBACK }, ...callback];
  }
  return [{ port: Number(first ?? 0), host: LOOPBACK }, ...callback];
}

Server.prototype.listen = new Proxy(Server.prototype.listen, {
  apply(listen, server: Server, args: unknown[]) {
    server.once('listening', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
    });
    return Reflect.apply(listen, server, bound(args));
  },
});

process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
