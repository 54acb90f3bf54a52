import type { CaptureVerdict } from '../engine/capture.ts';
import type { Exchange, View } from '../vocabulary.ts';
import type { LoopFailure } from './run-loops.ts';

/** What came of trying an example. */
export type Trial =
  /** It was sent, or run through the proxy, and this came back. */
  | {
      readonly kind: 'answered';
      readonly exchange: Exchange;
      readonly view: View;
      readonly verdicts: readonly CaptureVerdict[];
      /** How: `sent` by us as the page words it, or the page's own code was `run`. */
      readonly how: 'sent' | 'run';
      /** Legal streams on which its code was seen to fail. */
      readonly loops: readonly LoopFailure[];
    }
  /** Nothing was sent now, but a live report sent its very request. */
  | {
      readonly kind: 'reported';
      readonly verdict: 'verified' | 'contradicted';
      readonly why: string;
    }
  /** Its code was run and failed; these are its own words. */
  | { readonly kind: 'raised'; readonly words: string }
  /** It was not tried. `asked`: somebody wanted it tried, so the page may not pass without. */
  | {
      readonly kind: 'untried';
      readonly reason: string;
      readonly remedy: string;
      readonly asked: boolean;
    };

/** What an answer says of the example that asked for it. */
export type AnswerWord =
  | { readonly verdict: 'verified'; readonly why: string }
  | { readonly verdict: 'contradicted' | 'unverified'; readonly why: string };

/** Statuses that speak of the key, the quota or an outage, and not of the example. */
const circumstantial = new Set([401, 402, 403, 407, 408, 409, 425, 429]);

/** Weighs an answer: what the contract says of it, and whether it is one at all. */
export function weighAnswer(trial: Extract<Trial, { kind: 'answered' }>): AnswerWord {
  const { exchange, view, verdicts } = trial;
  const { status, failure } = exchange;
  if (status === null) {
    return { verdict: 'unverified', why: failure?.message ?? 'no answer came' };
  }
  if (circumstantial.has(status) || status >= 500) {
    return { verdict: 'unverified', why: `the endpoint answered ${status}${said(view)}` };
  }
  if (status >= 400) {
    return { verdict: 'contradicted', why: `the endpoint refuses it with ${status}${said(view)}` };
  }
  const failed = verdicts.filter(
    ({ check, verdict }) => check.requirement.level === 'MUST' && verdict.verdict === 'fail',
  );
  const [first] = failed;
  if (first !== undefined && first.verdict.verdict === 'fail') {
    const [finding] = first.verdict.findings;
    const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    const { id } = first.check.requirement;
    return {
      verdict: 'contradicted',
      why: `the answer breaks ${id}: expected ${finding.expected}, got ${finding.actual}${more}`,
    };
  }
  if (exchange.ending !== 'complete') {
    return { verdict: 'unverified', why: failure?.message ?? 'the answer did not end' };
  }
  const passed = verdicts.filter(({ verdict }) => verdict.verdict === 'pass').length;
  return { verdict: 'verified', why: `the answer keeps the contract (${passed} checks passed)` };
}

/** The message of an error answer, short. */
function said(view: View): string {
  if (!('doc' in view)) return '';
  const text = JSON.stringify(view.doc.value ?? null);
  return text === 'null' ? '' : `: ${text.length > 160 ? `${text.slice(0, 159)}\u2026` : text}`;
}
