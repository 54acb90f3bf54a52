import { inertMarkdown, shorten } from '../report/escape.ts';
import type { Report } from '../report/format.ts';
import { renderStepSummary } from '../report/github.ts';
import { OUTCOME_WORDS } from '../report/words.ts';
import type { Outcome } from '../vocabulary.ts';
import type { Note } from './note.ts';

/** How one model of a target came out. */
export interface ModelResult {
  readonly model: string;
  readonly outcome: Outcome;
  /** Not the whole contract: it recovers nothing. */
  readonly partial: boolean;
  /** What there is to read, in Markdown. */
  readonly text: string;
}

/** What an issue says of its target: the last known outcome of each of its models. */
export interface IssueState {
  readonly target: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** A result from a report, or from the note that stands in its place. */
export function resultOf(note: Note, report: Report | null): ModelResult {
  const { target, model } = note;
  if (report === null) {
    const outcome = note.exitCode === 2 ? 'error' : 'inconclusive';
    const title = `${target}, ${model}: ${OUTCOME_WORDS[outcome]}`;
    const text = `# ${inertMarkdown(title)}\n\n${inertMarkdown(note.words)}`;
    return { model, outcome, partial: true, text };
  }
  const { header, footer } = report;
  const text = renderStepSummary(report);
  return { model, outcome: footer.outcome, partial: header.partial, text };
}

/** The gravest outcome among those of the models. */
export function gravest(outcomes: readonly Outcome[]): Outcome {
  const order = ['error', 'violates', 'inconclusive'] as const;
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'conforms';
}

/** `chatspec: crazyrouter violates the contract`. */
export function titleOfIssue({ target, outcomes }: IssueState): string {
  const outcome = gravest(Object.values(outcomes));
  return shorten(`chatspec: ${target} ${TITLES[outcome]}`, 200);
}

const TITLES: Readonly<Record<Outcome, string>> = {
  conforms: 'conforms again',
  violates: 'violates the contract',
  inconclusive: 'could not be judged',
  error: 'could not be judged: chatspec failed',
};

/** GitHub takes 65,536 characters. */
const LONGEST = 60_000;

/** The body: what to read, by model, and the state for the next run, which no reader sees. */
export function bodyOf(state: IssueState, results: readonly ModelResult[], run: string): string {
  const parts = results.map(({ text }) => text.trim());
  const told = shorten([`Found by ${run}.`, ...parts].join('\n\n'), LONGEST);
  return `${told}\n\n${writeState(state)}\n`;
}

const MARK = /^<!-- chatspec-state (\S+) -->$/m;

function writeState(state: IssueState): string {
  return `<!-- chatspec-state ${Buffer.from(JSON.stringify(state)).toString('base64url')} -->`;
}

/** The state of an issue's body; `null` where it is not one of ours. */
export function readState(body: string): IssueState | null {
  const [, coded] = MARK.exec(body) ?? [];
  if (coded === undefined) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(coded, 'base64url').toString());
    return isState(value) ? value : null;
  } catch {
    return null;
  }
}

function isState(value: unknown): value is IssueState {
  if (typeof value !== 'object' || value === null) return false;
  const { target, outcomes } = value as Record<keyof IssueState, unknown>;
  return typeof target === 'string' && typeof outcomes === 'object' && outcomes !== null;
}
