import type { HeaderPair } from '../../vocabulary.ts';
import { SECRET_NAME } from '../headers.ts';

/** Request headers that carry a key. `:authority` must not be among them. */
const KEY_HEADER = /^(?:proxy-)?authorization$|key$|token$|secret$/i;
/** Query members that say nothing of who asks. */
const OPEN_QUERY = new Set(['api-version', 'api_version', 'stream', 'model', 'beta', 'alt']);
/** Shorter ones occur in any text by chance, and stars over chance would change the answer. */
const SHORTEST_KEY = 8;

/** Every secret that a recorder left in the headers and the address of a request. */
export function secretsOf(headers: readonly HeaderPair[], url: string): readonly string[] {
  const found = new Set<string>();
  for (const [name, value] of headers) {
    if (KEY_HEADER.test(name)) found.add(withoutScheme(value));
    if (/^cookie$/i.test(name)) for (const secret of cookieSecrets(value)) found.add(secret);
  }
  if (URL.canParse(url)) {
    const address = new URL(url);
    found.add(decode(address.password));
    for (const [name, value] of address.searchParams) if (SECRET_NAME.test(name)) found.add(value);
  }
  return [...found].filter((secret) => secret.length >= SHORTEST_KEY);
}

/** `Bearer` is no secret. */
function withoutScheme(value: string): string {
  return value.trim().replace(/^[A-Za-z][A-Za-z0-9-]*[ \t]+/, '');
}

/** Values of cookies that look like tokens: `theme=assistant` must not blot out every role. */
function cookieSecrets(value: string): readonly string[] {
  return value
    .split(';')
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
    .filter((text) => text.length >= 16 && /\d/.test(text) && /[A-Za-z]/.test(text));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address without user, password and fragment, and without query values that may be keys. */
export function openAddress(url: string): string {
  if (!URL.canParse(url)) return url.split(/[?#]/)[0] ?? '';
  const address = new URL(url);
  address.username = '';
  address.password = '';
  address.hash = '';
  for (const name of new Set(address.searchParams.keys())) {
    if (!OPEN_QUERY.has(name.toLowerCase())) address.searchParams.set(name, '***');
  }
  return address.href;
}

/** The path of an address, absolute or not. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? '');
}
