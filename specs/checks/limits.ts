import { defineCheck } from '../../src/engine/define.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, Reading } from '../../src/vocabulary.ts';
import { countOf, listOf, member } from '../../src/wire/members.ts';
import { atText, atUsage } from './places.ts';
import { chatRequest } from './sources.ts';

/** Tokens over the limit that count as another way of counting: end markers and parts. */
const slack = 16;

/** The limit of output tokens that the request sets; `null` where it sets none. */
export function limitOf(reading: Reading): number | null {
  return countOf(asked(reading, 'max_completion_tokens')) ?? countOf(asked(reading, 'max_tokens'));
}

/** The stop sequences of the request. */
export function stopsOf(reading: Reading): readonly string[] {
  const stop = asked(reading, 'stop');
  const list = typeof stop === 'string' ? [stop] : listOf(stop);
  return list.filter((item): item is string => typeof item === 'string' && item !== '');
}

export const limitChecks: readonly Check[] = [
  defineCheck({
    id: 'limits.output-tokens',
    level: 'MUST',
    statement: 'The answer keeps to the limit of output tokens',
    reference: `${chatRequest}, max_tokens and max_completion_tokens: an upper bound`,
    breaks:
      'Programs on openai-python or openai-node have no other guard against a long answer: costs run away.',
    decision: `A little more is another way of counting: ${slack} tokens and a tenth are let through, and n choices each have the limit.`,
    on: ['completion', 'stream'],
    context: ['request'],
    restsOn: ['usage.completion-tokens', 'usage.reasoning', 'usage.total'],
    plannedFor: (_step, probe) => probe.suite === 'limits',
    subjects: (reading) =>
      limitOf(reading) === null || reading.view.usage === null ? [] : [reading],
    examine: (reading) => {
      const limit = limitOf(reading) ?? 0;
      const choices = countOf(asked(reading, 'n')) ?? 1;
      const used = countOf(member(reading.view.usage ?? undefined, 'completion_tokens')) ?? 0;
      return used <= choices * (limit * 1.1 + slack)
        ? null
        : {
            at: atUsage(reading, '/completion_tokens'),
            expected: `at most ${limit} tokens${choices > 1 ? ` for each of ${choices} choices` : ''}`,
            actual: String(used),
          };
    },
  }),
  defineCheck({
    id: 'limits.output-length',
    level: 'MUST',
    statement: 'Text and arguments are not far longer than their limit allows',
    reference: `${chatRequest}, max_tokens and max_completion_tokens: an upper bound`,
    breaks:
      'Programs on openai-python or openai-node have no other guard against a long answer: costs run away.',
    decision:
      'The text is the witness where the count is missing or made up: 20 characters a token are more than any tokenizer packs into the digits and words that the probes ask for, 40 more than it packs into other text.',
    on: ['completion', 'stream'],
    context: ['request'],
    restsOn: ['limits.output-tokens'],
    plannedFor: ({ expects }) => expects.cut === true,
    subjects: (reading) => (limitOf(reading) === null ? [] : reading.view.answers),
    examine: (answer, reading) => {
      const limit = limitOf(reading) ?? 0;
      const texts = [answer.content ?? '', ...answer.calls.map((call) => call.arguments)];
      const length = texts.join('').length;
      return length <= 400 + limit * (reading.expects?.cut === true ? 20 : 40)
        ? null
        : {
            at: atText(reading, answer),
            expected: `a text of ${limit} tokens`,
            actual: `${length} characters, finished with ${answer.finishReasons.join(', ') || 'no reason'}`,
          };
    },
  }),
  defineCheck({
    id: 'limits.stop',
    level: 'MUST',
    statement: 'The text does not contain a stop sequence of the request',
    reference: `${chatRequest}, stop: "The returned text will not contain the stop sequence"`,
    breaks: 'LangChain agents with a text protocol run on past their marker, or show it.',
    on: ['completion', 'stream'],
    context: ['request'],
    restsOn: ['stream.framed', 'framing', 'json.body'],
    plannedFor: ({ expects }) => expects.keeps !== undefined,
    subjects: (reading) =>
      stopsOf(reading).length === 0
        ? []
        : reading.view.answers.filter(({ content }) => (content ?? '') !== ''),
    examine: (answer, reading) => {
      const text = answer.content ?? '';
      const leaked = stopsOf(reading).find((stop) => text.includes(stop));
      return leaked === undefined
        ? null
        : {
            at: atText(reading, answer, leaked),
            expected: `a text that ends before ${JSON.stringify(leaked)}`,
            actual: JSON.stringify(text.slice(0, 120)),
          };
    },
  }),
  defineCheck({
    id: 'limits.stop-keeps-text',
    level: 'SHOULD',
    statement: 'The text before a stop sequence is kept',
    reference: `${chatRequest}, stop`,
    breaks: 'LangChain agents and others that cut an answer by a marker lose a part of it.',
    decision:
      'SHOULD, and only where the text holds some of the pieces: the model may have done something else.',
    on: ['completion', 'stream'],
    context: ['request', 'expectation'],
    restsOn: [
      'limits.stop',
      'stream.framed',
      'framing',
      'json.body',
      'chunk.choices',
      'choice.delta',
      'delta.content',
      'finish.empty-stop',
    ],
    plannedFor: ({ expects }) => expects.keeps !== undefined,
    subjects: ({ view, expects }) =>
      view.answers.filter(
        ({ finishReasons, content }) =>
          finishReasons[0] === 'stop' && isPartOf(content ?? '', expects?.keeps ?? []),
      ),
    examine: (answer, reading) => {
      const text = answer.content ?? '';
      const lost = (reading.expects?.keeps ?? []).filter((piece) => !text.includes(piece));
      return lost.length === 0
        ? null
        : {
            at: atText(reading, answer),
            expected: `${(reading.expects?.keeps ?? []).join(', ')} before the stop sequence`,
            actual: JSON.stringify(text.slice(0, 120)),
          };
    },
  }),
];

/** Whether a text holds one of the pieces that were asked for: then the model did count. */
function isPartOf(text: string, pieces: readonly string[]): boolean {
  return pieces.some((piece) => text.includes(piece));
}
