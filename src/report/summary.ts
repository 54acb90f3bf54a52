import { createHash } from 'node:crypto';
import type { Exchange } from '../vocabulary.ts';
import { mediaTypeOf } from '../wire/headers.ts';
import { view } from '../wire/view.ts';
import { curlLine } from './curl.ts';
import type { ExchangeSummary } from './format.ts';

/** Bytes of a stream in which its model shows, if anywhere. */
const START = 8 * 1024;

/** What a report keeps of an exchange; `key` stands for the key in its shell line. */
export function summariseExchange(
  exchange: Exchange,
  probe: string,
  key: string | null,
): ExchangeSummary {
  const { body } = exchange;
  const start = mediaTypeOf(exchange) === 'text/event-stream' ? body.subarray(0, START) : body;
  const seen = view({ ...exchange, body: start });
  return {
    source: exchange.source,
    probe,
    evidence: exchange.evidence,
    date: exchange.date,
    status: exchange.status,
    kind: seen.kind,
    model: seen.kind === 'completion' || seen.kind === 'stream' ? seen.model : null,
    server: exchange.server,
    ending: exchange.ending,
    failure: exchange.failure?.message ?? null,
    attempts: exchange.attempts,
    headMs: exchange.headMs,
    endMs: exchange.endMs,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    curl: exchange.request === null ? null : curlLine(exchange.request, key),
  };
}
