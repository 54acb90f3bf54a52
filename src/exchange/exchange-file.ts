import { createHash } from 'node:crypto';
import type {
  Attempt,
  Ending,
  EvidenceKind,
  Exchange,
  ExchangeRequest,
  Frame,
  HeaderPair,
  TransportFailure,
} from '../vocabulary.ts';

/** An exchange as it lies on disk: `schemas/files/exchange.schema.json` says the same. */
export interface ExchangeFile {
  readonly format: 'chatspec-exchange/1';
  readonly source: string;
  readonly evidence: EvidenceKind;
  readonly recorded: string | null;
  readonly target: string | null;
  readonly server: string | null;
  readonly tool: string | null;
  readonly request: ExchangeRequest | null;
  readonly status: number | null;
  readonly headers: readonly HeaderPair[] | null;
  readonly body: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly fidelity: 'bytes' | 'text';
  } | null;
  readonly frames: readonly Frame[] | null;
  readonly ending: Ending | null;
  readonly failure: TransportFailure | null;
  readonly headMs: number | null;
  readonly endMs: number | null;
  readonly attempts: readonly Attempt[];
}

/** What is written of an exchange, in the order of the file; `file` is its body's name. */
export function fileOf(exchange: Exchange, file: string | null, as?: EvidenceKind): ExchangeFile {
  const { request } = exchange;
  const failureOf = (failure: TransportFailure | null) =>
    failure === null ? null : { kind: failure.kind, message: failure.message };
  return {
    format: 'chatspec-exchange/1',
    source: exchange.source,
    evidence: exchange.evidence === 'live' && as !== undefined ? as : exchange.evidence,
    recorded: exchange.date,
    target: exchange.target,
    server: exchange.server,
    tool: exchange.tool,
    request: request && {
      method: request.method,
      url: request.url,
      headers: request.headers,
      json: request.json,
      text: request.text,
    },
    status: exchange.status,
    headers: exchange.headers,
    body:
      file === null
        ? null
        : {
            file,
            bytes: exchange.body.length,
            sha256: sha256Of(exchange.body),
            fidelity: exchange.fidelity,
          },
    frames: exchange.frames,
    ending: exchange.ending,
    failure: failureOf(exchange.failure),
    headMs: exchange.headMs,
    endMs: exchange.endMs,
    attempts: exchange.attempts.map(({ started, status, failure, waited }) => ({
      started,
      status,
      failure: failureOf(failure),
      waited,
    })),
  };
}

/** The exchange that a file and its body state. */
export function exchangeOf(
  stored: ExchangeFile,
  body: Uint8Array,
  mended: Pick<Exchange, 'evidence' | 'frames'>,
): Exchange {
  const { format: _format, recorded, body: described, ...rest } = stored;
  return { ...rest, ...mended, body, fidelity: described?.fidelity ?? 'bytes', date: recorded };
}

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
