import { defineCheck } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import type { Check, JsonValue, Place, Reading } from '../../src/vocabulary.ts';
import { countOf, listOf, member, stringOf } from '../../src/wire/members.ts';
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
    subjects: placedTokens,
    examine: ({ token, at }) => {
      const value = member(token, 'logprob');
      return typeof value === 'number' && value > 0.01
        ? { at: at('/logprob'), expected: 'at most 0', actual: String(value) }
        : null;
    },
  }),
  defineCheck({
    id: 'logprobs.covers-text',
    level: 'SHOULD',
    statement: 'Every token of the text has its log probability',
    reference: `${chatRequest}, logprobs: "the log probabilities of each output token returned in the content of message"`,
    breaks:
      'Code on openai-python that walks text and tokens side by side marks the wrong words as doubtful.',
    decision:
      'SHOULD: more tokens than text are legal, since some servers list the end marker; white space at the ends is not judged.',
    on: ['completion', 'stream'],
    context: ['request', 'ending'],
    restsOn: [
      'logprobs.shape',
      'logprobs.sent',
      'logprobs.bytes',
      'json.body',
      'stream.framed',
      'framing',
    ],
    plannedFor: (_step, probe) => probe.needs.includes('logprobs'),
    subjects: (reading) =>
      asked(reading, 'logprobs') === true
        ? reading.view.answers.filter(({ content }) => (content ?? '').trim() !== '')
        : [],
    examine: (answer, reading) => {
      const listed = Buffer.concat(
        placedTokens(reading)
          .filter(({ choice }) => choice === answer.index)
          .map(({ token }) => bytesOf(token)),
      ).toString('utf8');
      return listed.includes((answer.content ?? '').trim())
        ? null
        : {
            at: answer.at,
            expected: `tokens of ${JSON.stringify((answer.content ?? '').slice(0, 60))}`,
            actual: `tokens of ${JSON.stringify(listed.slice(0, 60))}`,
          };
    },
  }),
  defineCheck({
    id: 'logprobs.bytes',
    level: 'SHOULD',
    statement: 'The bytes of a token are its text in UTF-8',
    reference: `${chatRequest}, logprobs; ChatCompletionTokenLogprob, bytes: "the UTF-8 bytes representation of the token"`,
    breaks:
      'Code on openai-python or openai-node that puts characters together from the bytes of several tokens shows others.',
    decision:
      'SHOULD: few clients read them. A token that is a part of a character has bytes and no text of its own.',
    on: ['completion', 'stream'],
    restsOn: ['logprobs.shape'],
    plannedFor: (_step, probe) => probe.needs.includes('logprobs'),
    subjects: (reading) =>
      placedTokens(reading).filter(
        ({ token }) => Array.isArray(member(token, 'bytes')) && isText(textOf(token)),
      ),
    examine: ({ token, at }) => {
      const told = bytesOf(token).toString('utf8');
      return told === textOf(token)
        ? null
        : {
            at: at('/bytes'),
            expected: `the bytes of ${JSON.stringify(textOf(token))}`,
            actual: `the bytes of ${JSON.stringify(told)}`,
          };
    },
  }),
  defineCheck({
    id: 'logprobs.top-count',
    level: 'SHOULD',
    statement: 'No more top log probabilities come than were asked for',
    reference: `${chatRequest}, top_logprobs: the number of most likely tokens to return`,
    breaks:
      'Code on openai-python that lays out a table of so many columns raises IndexError or drops the rest.',
    decision: 'SHOULD: fewer are legal, and more harm few.',
    on: ['completion', 'stream'],
    context: ['request'],
    restsOn: ['logprobs.shape'],
    plannedFor: (_step, probe) => probe.needs.includes('logprobs'),
    subjects: (reading) => (asked(reading, 'logprobs') === true ? placedTokens(reading) : []),
    examine: ({ token, at }, reading) => {
      const wanted = countOf(asked(reading, 'top_logprobs')) ?? 0;
      const came = listOf(member(token, 'top_logprobs')).length;
      return came <= wanted
        ? null
        : { at: at('/top_logprobs'), expected: `at most ${wanted}`, actual: String(came) };
    },
  }),
];

/** The tokens of one choice, of its text or of its refusal. */
function tokensOf(choice: JsonValue): readonly JsonValue[] {
  const logprobs = member(choice, 'logprobs');
  return [...listOf(member(logprobs, 'content')), ...listOf(member(logprobs, 'refusal'))];
}

interface PlacedToken {
  readonly token: JsonValue;
  readonly choice: number;
  readonly at: (path: string) => Place;
}

/** Every listed token of the text with its place, in order of arrival. */
function placedTokens(reading: Reading): readonly PlacedToken[] {
  return documentsOf(reading).flatMap(({ value, at }) =>
    listOf(member(value, 'choices')).flatMap((choice, n) =>
      listOf(member(member(choice, 'logprobs'), 'content')).map((token, m) => ({
        token,
        choice: countOf(member(choice, 'index')) ?? n,
        at: (path: string) => at(`/choices/${n}/logprobs/content/${m}${path}`),
      })),
    ),
  );
}

function textOf(token: JsonValue): string {
  return stringOf(member(token, 'token')) ?? '';
}

/** Whether the text of a token stands for itself: not a part of a character, nor an escape of it. */
function isText(text: string): boolean {
  return !text.includes('\ufffd') && !text.includes('\\x') && !text.startsWith('bytes:');
}

function bytesOf(token: JsonValue): Buffer {
  const bytes = listOf(member(token, 'bytes')).filter((byte) => typeof byte === 'number');
  return bytes.length > 0 ? Buffer.from(bytes) : Buffer.from(textOf(token), 'utf8');
}
