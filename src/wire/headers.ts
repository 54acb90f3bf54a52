import type { Exchange } from '../vocabulary.ts';

/** The first header of that name, whatever its case; `null` where there is none. */
export function headerOf(exchange: Exchange, name: string): string | null {
  const wanted = name.toLowerCase();
  return exchange.headers?.find(([given]) => given.toLowerCase() === wanted)?.[1] ?? null;
}

/** The media type without parameters, in lower case (RFC 9110, 8.3.1); `null` without a header. */
export function mediaTypeOf(exchange: Exchange): string | null {
  const header = headerOf(exchange, 'content-type');
  if (header === null) return null;
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}
