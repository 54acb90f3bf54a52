import type { Exchange } from '../../vocabulary.ts';
import type { Redactor } from '../redact.ts';

/**
 * One answer found in a saved file. `untold` is one that the file names and does not hold: a
 * recorder that dropped the body, a request that got no answer. It is never judged as if it were
 * empty, and never silently left out.
 */
export type Capture =
  | {
      readonly kind: 'exchange';
      readonly exchange: Exchange;
      /** Hides the secrets that were seen beside it; in the exchange they are hidden already. */
      readonly redact: Redactor;
    }
  | { readonly kind: 'untold'; readonly source: string; readonly why: string };

/** What one saved file holds, in order. */
export interface Imported {
  readonly captures: readonly Capture[];
  /** What was left out or changed on the way in, one sentence each. */
  readonly notes: readonly string[];
}

/** An answer of which only the bytes are known; the importers fill in what their format tells. */
export function bareExchange(source: string, body: Uint8Array): Exchange {
  return {
    source,
    request: null,
    status: null,
    headers: null,
    body,
    fidelity: 'bytes',
    frames: null,
    // Saved output counts as ended, so that a missing `[DONE]` is told.
    ending: 'complete',
    failure: null,
    headMs: null,
    endMs: null,
    attempts: [],
    evidence: 'recorded',
    date: null,
    target: null,
    server: null,
    tool: null,
  };
}
