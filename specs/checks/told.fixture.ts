import { examiner } from '../../src/engine/examine.ts';
import { noFacts, type ReadingFacts, read } from '../../src/engine/reading.ts';
import { exchangeWith } from '../../src/exchange/exchange.fixture.ts';
import type { Exchange, JsonObject, JsonValue, Reading } from '../../src/vocabulary.ts';
import { catalogue } from '../catalogue.ts';

/** What a test gives beside the body of an answer. */
export interface Given {
  /** Members of the request beside model, messages and stream; `null`: the request is not known. */
  readonly asks?: JsonObject | null;
  readonly facts?: Partial<ReadingFacts>;
  readonly exchange?: Partial<Exchange>;
}

/** The reading of an answer, typed as its body is and asked for in that mode. */
export function reading(
  body: string,
  { asks = {}, facts = {}, exchange = {} }: Given = {},
): Reading {
  const isJson = body.startsWith('{');
  const type = isJson ? 'application/json' : 'text/event-stream';
  const sound = exchangeWith();
  const made = exchangeWith({
    body: Buffer.from(body, 'utf8'),
    headers: [['Content-Type', type]],
    request:
      asks === null || sound.request === null
        ? null
        : { ...sound.request, json: { model: 'm', messages: [], stream: !isJson, ...asks } },
    ...exchange,
  });
  return read(made, { ...noFacts, ...facts });
}

/** What a check says, in one line: `passes`, `says nothing`, or each place with what was expected. */
export function told(id: string, one: Reading, other: Reading | null = null): string {
  const check = catalogue.checks.find(({ requirement }) => requirement.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const verdict = examiner(one, catalogue.checks).verdict(check, other);
  if (verdict.verdict === 'pass') return ['passes', ...verdict.facts].join('; ');
  if (verdict.verdict === 'error') return `breaks: ${verdict.detail}`;
  if (verdict.verdict !== 'fail') return 'says nothing';
  return verdict.findings
    .map(({ at, expected, actual }) => `${at.pointer ?? ''}: ${expected}, not ${actual}`.trim())
    .join('; ');
}

/** A completion of one choice with these members of its message. */
export function plain(message: JsonObject, finish: JsonValue = 'stop', more: object = {}): string {
  return JSON.stringify({
    id: 'c-1',
    object: 'chat.completion',
    created: 1_730_000_000,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    ...more,
  });
}

/** A chunk as an event of its own. */
export function event(delta: JsonValue, finish: JsonValue = null, more: object = {}): string {
  return `data: ${JSON.stringify({
    id: 'c-1',
    object: 'chat.completion.chunk',
    created: 1_730_000_000,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  })}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';

/** A stream of one choice: its deltas, its finish, the terminator. */
export function stream(
  deltas: readonly JsonObject[],
  finish: JsonValue = 'stop',
  more: object = {},
): string {
  return [...deltas.map((one) => event(one)), event({}, finish, more), DONE].join('');
}

/** A stream of one choice that brings its text in these pieces. */
export function streamOfText(pieces: readonly string[], finish: JsonValue = 'stop'): string {
  return stream([{ role: 'assistant' }, ...pieces.map((content) => ({ content }))], finish);
}
