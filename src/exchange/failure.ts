import { wordsOf } from '../problem.ts';
import type { FailureKind, Timeouts, TransportFailure } from '../vocabulary.ts';

/**
 * Puts the errors of sockets, TLS and HTTP into one sentence each that a person on call can use.
 */

/** A failure that this client causes on purpose: a limit, an early leave, an interruption. */
export class Cut extends Error {
  readonly failure: TransportFailure | null;

  constructor(failure: TransportFailure | null) {
    super(failure?.message ?? 'left on purpose');
    this.name = 'Cut';
    this.failure = failure;
  }
}

/** What is known of the request when it fails. */
export interface FailureContext {
  /** Host and port, never an address with a path or credentials. */
  readonly host: string;
  /** Whether the head of the answer had come. */
  readonly headed: boolean;
}

const X509 =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO|UND_ERR_PRX_TLS)/;
const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
]);
const DNS = /^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_)/;

/** The failure behind an error of undici, of a socket or of this client. Never throws. */
export function failureOf(error: unknown, context: FailureContext): TransportFailure {
  const chain = causesOf(error);
  const cut = chain.find((one) => one instanceof Cut);
  if (cut?.failure) return cut.failure;
  const codes = chain.map(codeOf);
  const words = wordsOf(chain.at(-1));
  const { host } = context;
  const of = (test: (code: string) => boolean) => codes.find(test);

  const proxied = chain.map(wordsOf).find((one) => /Proxy (response|Authentication)/.test(one));
  if (proxied !== undefined) {
    return say('refused', `the proxy refused the way to ${host} (${proxied}); check its address`);
  }
  const dns = of((code) => DNS.test(code));
  if (dns !== undefined) {
    return say('dns', `the name of ${host} does not resolve (${dns}); check the base URL and DNS`);
  }
  const tls = of((code) => X509.test(code));
  if (tls !== undefined || /before secure TLS/.test(words)) {
    const why = tls ?? 'the handshake was cut';
    return say(
      'tls',
      `TLS with ${host} failed (${why}: ${words}); check its certificate or caFile`,
    );
  }
  if (of((code) => code === 'ECONNREFUSED')) {
    return say('connect', `${host} refused the connection; check the base URL and that it is up`);
  }
  const unreachable = of((code) => UNREACHABLE.has(code));
  if (unreachable !== undefined) {
    return say('connect', `${host} cannot be reached (${unreachable}); check network and proxy`);
  }
  if (of((code) => code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')) {
    return say(
      'connect',
      `the connection to ${host} did not stand in time; check network and proxy`,
    );
  }
  if (of((code) => code === 'UND_ERR_HEADERS_OVERFLOW')) {
    return say('too-large', `${host} sent a response head beyond the size limit`);
  }
  // undici leaves out the parser's code, so its words must do; an early end is a cut, not nonsense.
  if (/HTTP\/1\.1 protocol \((?!.*EOF)|^bad (response|upgrade)/.test(words)) {
    return say('protocol', `${host} broke the framing of HTTP (${words})`);
  }
  if (of((code) => code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) {
    return say('reset', `${host} ended the body before the length that it had announced`);
  }
  const when = context.headed ? 'in the middle of the body' : 'before it answered';
  return say('reset', `${host} closed the connection ${when} (${words})`);
}

/** A limit of time that one exchange can pass. */
export type ExchangeLimit = Exclude<keyof Timeouts, 'run'>;

/** A limit of time that was passed, each told apart. */
export function timeoutOf(
  limit: ExchangeLimit,
  timeouts: Timeouts,
  host: string,
): TransportFailure {
  const ms = `${timeouts[limit]} ms`;
  switch (limit) {
    case 'connect':
      return say('connect', `the connection to ${host} did not stand within ${ms} (connect)`);
    case 'firstByte':
      return say('timeout', `${host} did not answer within ${ms} (firstByte)`);
    case 'gap':
      return say('timeout', `${host} sent no further byte of the body for ${ms} (gap)`);
    case 'exchange':
      return say('timeout', `the answer of ${host} was not complete within ${ms} (exchange)`);
  }
}

/** Why a signal aborted: what a Cut says that was given as its reason, else an interruption. */
export function interruptionOf(signal: AbortSignal | undefined): TransportFailure {
  const reason: unknown = signal?.reason;
  const given = reason instanceof Cut ? reason.failure : null;
  return given ?? say('interrupted', 'the run was interrupted');
}

/** A failure in the words given. */
export function say(kind: FailureKind, message: string): TransportFailure {
  return { kind, message };
}

/** The error and what caused it, outermost first; AggregateErrors by their first part. */
function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let one: unknown = error;
  while (one !== undefined && one !== null && chain.length < 8) {
    chain.push(one);
    one =
      one instanceof AggregateError
        ? one.errors[0]
        : one instanceof Error && one.cause !== undefined
          ? one.cause
          : undefined;
  }
  return chain;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
