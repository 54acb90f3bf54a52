import type { Reading } from '../vocabulary.ts';
import { isPage } from './page.ts';
import { isOfTheMoment, wasFiltered } from './refusal.ts';

/**
 * Why nothing can be judged, in a sentence: no answer, a body that broke off, a status by which a
 * gateway says that it is not the time, a filter that refuses the prompt. `null` where there is an
 * answer to judge.
 */
export function outageOf(reading: Reading): string | null {
  const { exchange, expects } = reading;
  if (exchange.failure !== null && exchange.status === null) return exchange.failure.message;
  if (exchange.ending === 'error') {
    return `the body broke off: ${exchange.failure?.message ?? 'the connection was lost'}`;
  }
  if (expects === null || exchange.status === null) return null;
  const said = (words: string): string => `status ${exchange.status}: ${words}`;
  const words = outageStatuses[exchange.status];
  if (expects.answer === 'error') {
    if (isGatewayPage(reading)) return said('a gateway failed');
    return words !== undefined && isOfTheMoment(reading) ? said(words) : null;
  }
  if (words !== undefined) return said(words);
  return wasFiltered(reading) ? said('a filter refused the prompt') : null;
}

/** Statuses that say nothing about the contract when a valid request gets them. */
const outageStatuses: Readonly<Record<number, string>> = {
  401: 'the key was refused',
  402: 'the account has no credit',
  403: 'the key may not do this',
  408: 'the server gave up waiting',
  429: 'the quota or rate limit is exhausted',
  500: 'the server failed',
  502: 'a gateway failed',
  503: 'the service is not available',
  504: 'a gateway gave up waiting',
  529: 'the service is overloaded',
};

/**
 * A gateway that has no answer says so in a page of its own: that is no answer to the request, even
 * where an error was asked for. An error in JSON is the endpoint's, whatever its status.
 */
function isGatewayPage(reading: Reading): boolean {
  const status = reading.exchange.status ?? 0;
  return (status >= 520 || [502, 503, 504].includes(status)) && isPage(reading);
}
