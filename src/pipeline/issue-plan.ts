import { codeSpan } from '../report/escape.ts';
import type { Outcome } from '../vocabulary.ts';
import {
  bodyOf,
  gravest,
  type IssueState,
  type ModelResult,
  readState,
  titleOfIssue,
} from './issue-text.ts';

/** An open issue of ours. */
export interface OpenIssue {
  readonly number: number;
  readonly body: string;
}

/** What is to be done with the issue of one target. */
export type IssueAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | {
      readonly kind: 'update' | 'close';
      readonly number: number;
      readonly title: string;
      readonly body: string;
      readonly comment: string;
    };

/**
 * What the results of a run do to the issue of their target. One issue per target, opened when it
 * first does not conform, told of each change of an outcome and of nothing else, and closed when
 * every model conforms again in a whole run.
 */
export function planIssue(
  target: string,
  results: readonly ModelResult[],
  open: OpenIssue | undefined,
  run: string,
): IssueAction {
  const before = open === undefined ? null : readState(open.body);
  const state: IssueState = { target, outcomes: { ...before?.outcomes, ...outcomesOf(results) } };
  const outcome = gravest(Object.values(state.outcomes));
  const text = { title: titleOfIssue(state), body: bodyOf(state, results, run) };
  if (open === undefined)
    return outcome === 'conforms' ? { kind: 'none' } : { kind: 'open', ...text };
  const changes = sayChanges(before, results);
  if (changes.length === 0) return { kind: 'none' };
  const comment = `${changes.join('\n')}\n\nFound by ${run}.`;
  return {
    kind: outcome === 'conforms' ? 'close' : 'update',
    number: open.number,
    ...text,
    comment,
  };
}

/** A part of the contract that is kept says nothing of the rest, so it changes nothing. */
function outcomesOf(results: readonly ModelResult[]): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(
    results
      .filter(({ outcome, partial }) => outcome !== 'conforms' || !partial)
      .map(({ model, outcome }) => [model, outcome]),
  );
}

function sayChanges(before: IssueState | null, results: readonly ModelResult[]): readonly string[] {
  return Object.entries(outcomesOf(results)).flatMap(([model, outcome]) => {
    const was = before?.outcomes[model] ?? 'conforms';
    return was === outcome ? [] : [`- ${codeSpan(model)}: was ${was}, is ${outcome}`];
  });
}
