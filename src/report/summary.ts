import { createHash } from 'node:crypto';
import type { Exchange } from '../vocabulary.ts';
import { view } from '../wire/view.ts';
import { curlLine } from './curl.ts';
import type { ExchangeSummary } from './format.ts';

/** What a report keeps of an exchange; `key` stands for the key in its shell line. */
export function summariseExchange(
  exchange: Exchange,
  probe: string,
  key: string | null,
): ExchangeSummary {
  const seen = view(exchange);
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
    bytes: exchange.body.length,
    sha256: createHash('sha256').update(exchange.body).digest('hex'),
    curl: exchange.request === null ? null : curlLine(exchange.request, key),
  };
}
