import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import { Problem, wordsOf } from '../problem.ts';
import type { Target } from '../vocabulary.ts';
import { type Clock, systemClock } from './clock.ts';
import { SECRET_NAME } from './headers.ts';
import { type FollowingRedactor, redactor } from './redact.ts';

/** Everything that sending to a target needs, opened once for a run. */
export interface Transport {
  readonly target: Target;
  /** The key of the target, or `null` where it has none. */
  readonly key: string | null;
  readonly redact: FollowingRedactor;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  /**
   * A dispatcher for one exchange; destroy it afterwards. Each exchange has connections of its own:
   * on a shared one, what a server sends too much would become the answer of the next probe.
   */
  readonly dispatcher: () => Dispatcher;
}

export interface TransportOptions {
  readonly key: string | null;
  /** For the proxy variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
}

/** Opens the way to a target: proxies, authorities, limits. Throws a Problem for a bad CA file. */
export async function openTransport(target: Target, options: TransportOptions): Promise<Transport> {
  const { key, env } = options;
  const authorities = await authoritiesOf(target.caFile);
  const ca = authorities === null ? {} : { ca: authorities };
  const limits = {
    allowH2: false,
    connectTimeout: target.timeouts.connect,
    maxHeaderSize: target.limits.head,
    // The recorder keeps its own time, exactly and with a sentence for each limit.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const tls = { requestTls: ca, proxyTls: ca };
  const connect = { ...ca, timeout: target.timeouts.connect };
  const { proxy } = target;
  const dispatcher = () => {
    if (proxy !== null) return new ProxyAgent({ ...limits, ...tls, uri: proxy });
    if (!usesProxy(env)) return new Agent({ ...limits, connect });
    return new EnvHttpProxyAgent({ ...limits, ...tls, connect, ...proxiesOf(env) });
  };
  try {
    await dispatcher().destroy();
  } catch {
    // Its words would repeat the address, which may hold a password.
    const where = proxy === null ? `${PROXY_NAMES.join(' or ')}` : `the config of ${target.name}`;
    throw new Problem('usage', `the proxy in ${where} is not an address; write http://HOST:PORT`);
  }
  return {
    target,
    key,
    redact: redactor([...secretsOf(target), ...(key === null ? [] : [key])]),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    dispatcher,
  };
}

const PROXY_NAMES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'] as const;

const usesProxy = (env: TransportOptions['env']): boolean =>
  PROXY_NAMES.some((name) => Boolean(env[name]));

/** The proxies that the environment names. An empty string keeps undici from looking for itself. */
function proxiesOf(env: TransportOptions['env']) {
  const listed = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  return {
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    // A key meant for this machine does not go through another one.
    noProxy: [listed, 'localhost', '127.0.0.1', '::1'].filter((one) => one !== '').join(','),
  };
}

/**
 * Values in the target's own members that are secrets by their name, and proxy passwords. A value of
 * several words, such as `Bearer KEY`, is looked for as a whole and word by word.
 */
function secretsOf(target: Target): string[] {
  const own = [target.headers, target.query, target.body].flatMap((all) => Object.entries(all));
  const named = own.flatMap(([name, value]) =>
    typeof value === 'string' && SECRET_NAME.test(name) ? [value, ...value.split(/\s+/)] : [],
  );
  if (target.proxy === null || !URL.canParse(target.proxy)) return named;
  return [...named, decodeURIComponent(new URL(target.proxy).password)];
}

/** The system's certificate authorities and those of the file; `null` for the system's alone. */
async function authoritiesOf(caFile: string | null): Promise<string[] | null> {
  if (caFile === null) return null;
  let pem: string;
  try {
    pem = await readFile(caFile, 'utf8');
  } catch (error) {
    throw new Problem('file', `caFile ${caFile} cannot be read (${wordsOf(error)}); mend the path`);
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Problem('file', `caFile ${caFile} holds no certificate in PEM form`);
  }
  return [...getCACertificates('default'), pem];
}
