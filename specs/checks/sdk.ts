import { defineCheck } from '../../src/engine/define.ts';
import { asksForAudio } from '../../src/engine/reading.ts';
import type { Check, Reading } from '../../src/vocabulary.ts';
import { countOf, isObject, member } from '../../src/wire/members.ts';
import { sdks } from './sources.ts';

/** Whatever is wrong with the bytes is said there; the SDK's words join that row. */
const bytes = [
  'transport',
  'http',
  'json',
  'stream',
  'framing',
  'terminator',
  'chunk',
  'completion',
  'choice',
  'chunk-choice',
  'choices',
  'envelope',
  'message',
  'delta',
  'tool-call',
  'tool-delta',
  'tool-stream',
  'usage',
];

function usable(reading: Reading): readonly Reading[] {
  return reading.exchange.ending === 'complete' && !asksForAudio(reading) ? [reading] : [];
}

function namesOf(names: readonly (string | null)[]): string {
  const called = names.filter((name) => name !== null && name !== '');
  return called.length === 0 ? 'no call' : `calls of ${called.join(', ').slice(0, 200)}`;
}

function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

const parts = {
  level: 'MUST',
  reference: `${sdks}, as a second reader of the same bytes`,
  on: ['completion', 'stream'],
  context: ['sdk', 'ending'],
  restsOn: bytes,
} as const;

export const sdkChecks: readonly Check[] = [
  defineCheck({
    ...parts,
    id: 'sdk.reads',
    statement: 'The openai SDK reads the answer without an error',
    breaks: 'Every program built on openai-node fails as the SDK does.',
    subjects: usable,
    examine: ({ sdk }) =>
      sdk?.error == null
        ? null
        : {
            at: {},
            expected: 'an answer',
            actual: `${sdk.error.name}: ${sdk.error.message}`,
          },
  }),
  defineCheck({
    ...parts,
    id: 'sdk.text',
    statement: 'The openai SDK reads the same text and calls as the bytes hold',
    breaks: 'Programs built on openai-node show another text than was sent.',
    restsOn: [...bytes, 'sdk.reads'],
    subjects: (reading) => (reading.sdk === null ? [] : usable(reading)),
    examine: ({ sdk, view }) =>
      view.answers.flatMap(({ at, content, index, calls }) => {
        const text = { sent: content ?? '', read: sdk?.texts[index] ?? '' };
        if (text.sent !== text.read) {
          return [{ at, expected: excerpt(text.sent), actual: excerpt(text.read) }];
        }
        const sent = namesOf(calls.map(({ name }) => name));
        const read = namesOf(sdk?.calls[index] ?? []);
        return sent === read ? [] : [{ at, expected: sent, actual: read }];
      }),
  }),
  defineCheck({
    ...parts,
    id: 'sdk.role',
    statement: 'The openai SDK reads the role of the message',
    breaks: 'Conversations built on openai-node send back a message without a role.',
    restsOn: [...bytes, 'sdk.reads'],
    subjects: (reading) => (reading.view.answers.length > 0 ? usable(reading) : []),
    examine: ({ sdk, view }) => {
      const role = view.answers[0]?.role ?? null;
      return sdk?.role === role
        ? null
        : { at: {}, expected: String(role), actual: String(sdk?.role ?? null) };
    },
  }),
  defineCheck({
    ...parts,
    id: 'sdk.usage',
    statement: 'The openai SDK reads the same usage as the bytes hold',
    breaks: 'Programs built on openai-node count other tokens than were sent.',
    restsOn: [...bytes, 'sdk.reads'],
    subjects: (reading) => (reading.view.usage === null ? [] : usable(reading)),
    examine: ({ sdk, view }) => {
      const total = countOf(member(view.usage ?? undefined, 'total_tokens'));
      const read = isObject(sdk?.usage) ? countOf(member(sdk.usage, 'total_tokens')) : null;
      return read === total
        ? null
        : { at: { pointer: '/usage' }, expected: String(total), actual: String(read) };
    },
  }),
];
