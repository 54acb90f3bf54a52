import type { Exchange } from '../../vocabulary.ts';
import { headerOf, keepResponseHeaders } from '../headers.ts';
import { bareExchange } from './capture.ts';
import { joinChunks } from './chunked.ts';
import { decompress } from './compressed.ts';
import { type Head, readHead, startsHead } from './head.ts';

/**
 * Reads the output of `curl -i`: the heads that curl printed on the way (interim answers,
 * redirects, a proxy's consent), the final head, and the body byte for byte.
 * @param greatest The most bytes that a compressed body may have when decoded.
 * @throws {Problem} where the head is not one.
 */
export function importCurl(bytes: Uint8Array, source: string, greatest: number): Exchange {
  let head = readHead(bytes, 0, source);
  while (isPassing(head) && startsHead(bytes, head.end)) head = readHead(bytes, head.end, source);
  const saved = bytes.subarray(head.end);
  return {
    ...bareExchange(source, decodeBody(saved, head, greatest)),
    status: head.status,
    headers: keepResponseHeaders(head.headers),
    date: httpDate(headerOf(head.headers, 'date')),
  };
}

/**
 * Whether another head may follow at once: curl prints no body for interim answers, for redirects
 * and challenges that it follows, and for a proxy's answer to CONNECT.
 */
function isPassing(head: Head): boolean {
  const { status, reason, headers } = head;
  if (status < 200 || (status >= 300 && status < 400) || status === 401 || status === 407)
    return true;
  if (/^connection established$/i.test(reason.trim())) return true;
  if (headerOf(headers, 'content-length') === '0') return true;
  return status < 300 && headerOf(headers, 'content-type') === null;
}

function decodeBody(saved: Uint8Array, head: Head, greatest: number): Uint8Array {
  const chunked = /(?:^|,)\s*chunked\s*$/i.test(headerOf(head.headers, 'transfer-encoding') ?? '');
  const joined = chunked ? (joinChunks(saved) ?? saved) : saved;
  const coding = headerOf(head.headers, 'content-encoding');
  return coding === null ? joined : (decompress(joined, coding, greatest) ?? joined);
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** An HTTP date as ISO 8601; `null` where it is missing or not one. */
export function httpDate(value: string | null): string | null {
  if (value === null || !HTTP_DATE.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
