import { defineCheck } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check } from '../../src/vocabulary.ts';
import { isObject, listOf, member } from '../../src/wire/members.ts';
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
        listOf(member(value, 'choices')).some((choice) => isObject(member(choice, 'logprobs'))),
      )
        ? null
        : { at: answer.at, expected: 'a logprobs object', actual: 'none' },
  }),
];
