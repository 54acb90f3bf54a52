import { Problem } from '../problem.ts';

/** A base URL that may be used, and what is odd about it. */
export interface Address {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly url: URL;
  readonly hints: readonly string[];
}

/**
 * Checks a base URL. `place` says where it was given; `allowHttp` lets a key travel readable to
 * other machines.
 */
export function addressOf(given: string, place: string, allowHttp: boolean): Address {
  const refuse = (why: string) => new Problem('usage', `${place} ${why}`);
  if (!URL.canParse(given)) {
    throw refuse(`is not an address; write it like https://api.example.com/v1`);
  }
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refuse(`begins with ${url.protocol}; only https: and http: can be spoken to`);
  }
  // The address itself is not repeated: it holds what must not be printed.
  if (url.username !== '' || url.password !== '') {
    throw refuse('holds a user name or password; give the key by an environment variable');
  }
  if (url.search !== '' || url.hash !== '') {
    throw refuse(`ends in ${url.search === '' ? '#' : '?'}...; put that under query in the config`);
  }
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname)) {
    throw refuse(
      `sends the key readable over http: to ${url.host}; use https:, or allow it by --allow-http`,
    );
  }
  const baseUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { baseUrl, url, hints: hintsOf(baseUrl, url.pathname, place) };
}

function hintsOf(baseUrl: string, path: string, place: string): string[] {
  if (/\/chat\/completions\/*$/.test(path)) {
    return [`${place} ends in /chat/completions, which chatspec adds itself: ${baseUrl}`];
  }
  return /\/v\d+[a-z]*\d*(\/|$)/i.test(path)
    ? []
    : [`${place} has no /v1, which most endpoints need: did you mean ${baseUrl}/v1?`];
}

/** Whether that host is this machine, whatever a name server says. */
export function isLoopback(hostname: string): boolean {
  const plain = hostname.toLowerCase().replace(/\.$/, '');
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(plain);
}
