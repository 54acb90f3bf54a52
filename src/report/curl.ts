import type { ExchangeRequest } from '../vocabulary.ts';
import { visible } from './escape.ts';

/**
 * The request as one line for a POSIX shell, with the key as a variable. What it prints (`-i`, so
 * with the head) is what `check` reads. A member of the body may be text that a server sent
 * earlier, so everything is quoted for the shell. `key` is what stands for the key between double
 * quotes: `$API_KEY`.
 */
export function curlLine(request: ExchangeRequest, key: string | null): string {
  const parts = ['curl -sSiN'];
  const body = bodyOf(request);
  const usual = body === null ? 'GET' : 'POST';
  if (request.method !== usual) parts.push(`-X ${quote(request.method)}`);
  parts.push(quote(request.url));
  for (const [name, value] of request.headers) {
    if (!UNSAID.has(name.toLowerCase())) parts.push(`-H ${header(name, value, key)}`);
  }
  if (body !== null) parts.push(`--data-binary ${quote(body)}`);
  return parts.join(' ');
}

// curl writes these itself, or what it does without them is the same.
const UNSAID = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept',
  'accept-encoding',
  'user-agent',
]);

/** Headers whose value is the key. */
const KEY_HEADERS = new Set(['authorization', 'api-key', 'x-api-key', 'x-goog-api-key']);

function header(name: string, value: string, key: string | null): string {
  if (key !== null && KEY_HEADERS.has(name.toLowerCase())) {
    const scheme = /^(\S+) /.exec(value)?.[1];
    return `"${name}: ${scheme === undefined ? '' : `${scheme} `}${key}"`;
  }
  return quote(`${name}: ${visible(value)}`);
}

function bodyOf(request: ExchangeRequest): string | null {
  if (request.text !== null) return request.text;
  return request.json === null ? null : escapeUnseen(JSON.stringify(request.json));
}

/** Writes what cannot be seen in a terminal as JSON escapes, which mean the same. */
function escapeUnseen(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
