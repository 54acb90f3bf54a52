import { defineCheck } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, JsonValue } from '../../src/vocabulary.ts';
import { listOf, member } from '../../src/wire/members.ts';
import { chatRequest } from './sources.ts';

export const logprobsChecks: readonly Check[] = [
  defineCheck({
    id: 'logprobs.sent',
    level: 'SHOULD',
    statement: 'Log probabilities are sent when they are asked for',
    reference: `${chatRequest}, logprobs: "returns the log probabilities of each output token"`,
    breaks:
      'Code on openai-python that reads `choice.logprobs.content` raises AttributeError, on openai-node TypeError.',
    decision: 'SHOULD: a server that cannot send them had better refuse the member.',
    on: ['completion', 'stream'],
    context: ['request', 'ending'],
    restsOn: ['logprobs.shape', 'json.body', 'stream.framed', 'framing', 'completion.choices'],
    plannedFor: (_step, probe) => probe.needs.includes('logprobs'),
    subjects: (reading) =>
      asked(reading, 'logprobs') === true
        ? reading.view.answers.filter(({ content }) => (content ?? '') !== '')
        : [],
    examine: (answer, reading) =>
      documentsOf(reading).some(({ value }) =>
        listOf(member(value, 'choices')).some((choice) => tokensOf(choice).length > 0),
      )
        ? null
        : { at: answer.at, expected: 'tokens in logprobs.content', actual: 'none' },
  }),
  defineCheck({
    id: 'logprobs.range',
    level: 'SHOULD',
    statement: 'A log probability is at most 0',
    reference: `${chatRequest}, logprobs; a probability is at most 1`,
    breaks:
      'Programs on openai-python or openai-node that take the exponent get probabilities over 1, and every threshold passes.',
    decision:
      'SHOULD: no text says it, since mathematics does. A hundredth above 0 is rounding; -9999.0 is the documented value for very unlikely.',
    on: ['completion', 'stream'],
    restsOn: ['logprobs.shape'],
    plannedFor: (_step, probe) => probe.needs.includes('logprobs'),
    subjects: (reading) =>
      documentsOf(reading).flatMap(({ value, at }) =>
        listOf(member(value, 'choices')).flatMap((choice, n) =>
          tokensOf(choice).map((token, m) => ({
            token,
            at: at(`/choices/${n}/logprobs/content/${m}/logprob`),
          })),
        ),
      ),
    examine: ({ token, at }) => {
      const value = member(token, 'logprob');
      return typeof value === 'number' && value > 0.01
        ? { at, expected: 'at most 0', actual: String(value) }
        : null;
    },
  }),
];

/** The tokens of one choice, of its text or of its refusal. */
function tokensOf(choice: JsonValue): readonly JsonValue[] {
  const logprobs = member(choice, 'logprobs');
  return [...listOf(member(logprobs, 'content')), ...listOf(member(logprobs, 'refusal'))];
}
