import { defineCheck } from '../../src/engine/define.ts';
import { contractChunks, isFilterChoice } from '../../src/engine/dialect.ts';
import { chunksBeforeEnd } from '../../src/engine/end.ts';
import { atEvent } from '../../src/engine/place.ts';
import { asksForAudio } from '../../src/engine/reading.ts';
import { finishReasons } from '../../src/schema/finish-reasons.ts';
import type { Answer, Check, Finding, JsonValue, Reading } from '../../src/vocabulary.ts';
import { member, stringOf } from '../../src/wire/members.ts';
import { choicesOf, contentOf } from './deltas.ts';
import { hasEnded } from './framing.ts';
import { chunkResponse, sdks } from './sources.ts';
import { unsoundStream } from './stream.ts';

/** The reasons of a choice that the contract names: the schema judges the other words. */
function namedReasons(answer: Answer): readonly string[] {
  return answer.finishReasons.filter((reason) => finishReasons.has(reason));
}

function isFinish(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && finishReasons.has(value);
}

const common = { on: ['stream'] } as const;

/** What each choice of a stream must have been told by its end. */
export const streamChoicesChecks: readonly Check[] = [
  defineCheck({
    ...common,
    id: 'stream.role',
    level: 'MUST',
    statement: 'The role of every choice is sent at least once',
    reference: `${sdks}: "missing role for choice"`,
    breaks: 'The stream helper of openai-node throws when it finishes a message without a role.',
    decision: 'Repeating it is legal, and so is null after the first delta.',
    context: ['ending'],
    restsOn: [
      ...unsoundStream,
      'chunk.choices',
      'choice.index',
      'choice.delta',
      'delta.role',
      'choices.index-range',
    ],
    subjects: (reading) =>
      hasEnded(reading) && !asksForAudio(reading) ? reading.view.answers : [],
    examine: (answer) =>
      answer.role !== null
        ? null
        : {
            at: answer.at,
            expected: '"role":"assistant" in one delta',
            actual: `no role for choice ${answer.index}`,
          },
  }),
  defineCheck({
    ...common,
    id: 'stream.finish-reason',
    level: 'MUST',
    statement: 'Every choice of a finished stream has a finish reason',
    reference: `${chunkResponse}; ${sdks}: "missing finish_reason for choice"`,
    breaks:
      'A half answer is stored as a whole one; AI SDK reports finishReason "unknown" and agents stop or act on half an argument.',
    context: ['ending'],
    restsOn: [
      ...unsoundStream,
      'chunk-choice.finish-reason',
      'choice.delta',
      'choice.index',
      'chunk.choices',
      'choices.index-range',
    ],
    subjects: (reading) =>
      hasEnded(reading) && !asksForAudio(reading) ? reading.view.answers : [],
    examine: (answer, reading) =>
      answer.finishReasons.length > 0
        ? null
        : {
            at: answer.at,
            expected: 'a finish_reason other than null before the end',
            actual: `none for choice ${answer.index}${otherName(reading)}`,
          },
  }),
  defineCheck({
    ...common,
    id: 'stream.one-finish-reason',
    level: 'MUST',
    statement: 'A choice has one finish reason',
    reference: chunkResponse,
    breaks:
      'openai-node keeps the last reason and loops that end at the first one keep that: one runs the tool calls that the other drops.',
    decision:
      'The same reason may come twice, as real endpoints send it; two different ones may not.',
    subjects: ({ view }) => view.answers.filter((answer) => namedReasons(answer).length > 0),
    examine: (answer, reading) => {
      const reasons = namedReasons(answer);
      return reasons.length === 1
        ? null
        : {
            at: lastFinish(reading, answer) ?? answer.at,
            expected: `${reasons[0]} alone`,
            actual: reasons.join(', then '),
          };
    },
  }),
  defineCheck({
    ...common,
    id: 'stream.after-finish',
    level: 'MUST',
    statement: 'Nothing follows the finish reason of a choice',
    reference: chunkResponse,
    breaks:
      'Loops over openai-python or openai-node chunks that end at the first finish reason lose the text or run only the first call.',
    decision:
      'Empty deltas and repeated usage are harmless; text, refusals and calls are not. Reasoning is no member of the contract.',
    subjects: (reading) =>
      reading.view.answers.some((answer) => namedReasons(answer).length > 0) ? [reading] : [],
    examine: contentAfterFinish,
  }),
];

/** What another name the reason came under, for the reader of the finding. */
function otherName(reading: Reading): string {
  const names = ['finishReason', 'stop_reason', 'stopReason', 'native_finish_reason'];
  for (const chunk of contractChunks(reading).toReversed()) {
    for (const choice of choicesOf(chunk)) {
      const name = names.find((other) => (stringOf(member(choice, other)) ?? '') !== '');
      if (name !== undefined) return `, but ${name}: ${JSON.stringify(member(choice, name))}`;
    }
  }
  return '';
}

function lastFinish(reading: Reading, answer: Answer): Finding['at'] | null {
  const last = namedReasons(answer).at(-1);
  for (const chunk of contractChunks(reading)) {
    const n = choicesOf(chunk).findIndex((choice) => member(choice, 'finish_reason') === last);
    if (n !== -1) return atEvent(chunk, `/choices/${n}/finish_reason`);
  }
  return null;
}

function contentAfterFinish(reading: Reading): readonly Finding[] {
  const finished = new Set<JsonValue>();
  const findings: Finding[] = [];
  for (const chunk of chunksBeforeEnd(reading)) {
    for (const [n, choice] of choicesOf(chunk).entries()) {
      if (isFilterChoice(reading, choice)) continue;
      const index = member(choice, 'index') ?? n;
      const what = finished.has(index) ? contentOf(member(choice, 'delta')) : null;
      if (what !== null) {
        findings.push({
          at: atEvent(chunk, `/choices/${n}/delta`),
          expected: `nothing more for choice ${index}`,
          actual: `${what} after its finish reason`,
        });
      }
      if (isFinish(member(choice, 'finish_reason'))) finished.add(index);
    }
  }
  return findings.slice(0, 20);
}
