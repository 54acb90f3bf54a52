import type { Exchange } from '../vocabulary.ts';

/** The first header of that name, whatever its case; `null` where there is none. */
export function headerOf(exchange: Exchange, name: string): string | null {
  const wanted = name.toLowerCase();
  return exchange.headers?.find(([given]) => given.toLowerCase() === wanted)?.[1] ?? null;
}

/** The media type without parameters, in lower case (RFC 9110, 8.3.1); `null` without a header. */
export function mediaTypeOf(exchange: Exchange): string | null {
  return mediaTypesOf(exchange)[0] ?? null;
}

/** The media type of every Content-Type header: RFC 9110, 5.3 allows one, servers send several. */
export function mediaTypesOf(exchange: Exchange): readonly string[] {
  return (exchange.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'content-type')
    .map(([, value]) => (value.split(';')[0] ?? '').trim().toLowerCase());
}
