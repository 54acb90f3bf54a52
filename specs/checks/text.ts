import { defineCheck, defineComparison, defineFact } from '../../src/engine/define.ts';
import { documentsOf } from '../../src/engine/documents.ts';
import { asked } from '../../src/engine/reading.ts';
import type {
  Answer,
  Check,
  JsonValue,
  Place,
  Reading,
  TextFragment,
} from '../../src/vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../../src/wire/members.ts';
import { corruptionOf, misencodingOf } from './corruption.ts';
import { atText } from './places.ts';
import {
  chatRequest,
  chunkResponse,
  completionResponse,
  json,
  reasoningMembers,
} from './sources.ts';

// Above 200 lines: the checks of text share what they read of it in both modes.

const sound = [
  'stream.framed',
  'framing',
  'stream.foreign',
  'json.body',
  'json.utf8',
  'json.surrogates',
  'chunk.choices',
  'choice.delta',
  'delta.content',
  'stream.no-message',
];

/** Answers with text. */
function withText(reading: Reading) {
  return reading.view.answers.filter(({ content }) => (content ?? '') !== '');
}

/** What the model wrote for the client: text, refusal, arguments of calls. */
function wordsOf({ content, refusal, calls }: Answer): string {
  return [content ?? '', refusal ?? '', ...calls.map((call) => call.arguments)]
    .filter((text) => text !== '')
    .join('\n');
}

/** Where a character stands in the text, or the call whose arguments hold it. */
function atWords(reading: Reading, answer: Answer, character: string): Place {
  if ((answer.content ?? '').includes(character)) return atText(reading, answer, character);
  return answer.calls.find((call) => call.arguments.includes(character))?.at ?? answer.at;
}

/** Whether the request holds the replacement character, or either side speaks of it by name. */
function isSpokenOf(reading: Reading, answer: Answer): boolean {
  const asked = JSON.stringify(reading.request ?? {});
  return asked.includes('\ufffd') || /fffd|replacement char/i.test(`${asked} ${wordsOf(answer)}`);
}

/**
 * The text without the replacement characters that are no damage, each put as a space: one that
 * stands by itself between quotation marks or brackets is shown, and where the limit of tokens fell
 * into a character its first bytes are all that there is.
 */
function withoutShown(answer: Answer): string {
  const text = wordsOf(answer).replace(
    /(["'`“‘«([{<])\ufffd(?=["'`”’»)\]}>])/g,
    (_shown, before: string) => `${before} `,
  );
  const cut = answer.finishReasons.includes('length');
  return cut ? text.replace(/\ufffd{1,3}$/, (bytes) => ' '.repeat(bytes.length)) : text;
}

const knownPieces = new WeakMap<Reading, ReadonlyMap<number, readonly TextFragment[]>>();

/** The text of each delta that says something, of one choice. Grouped once: choices may be many. */
function pieces(reading: Reading, choice: number): readonly string[] {
  if (reading.view.kind !== 'stream') return [];
  const { textFragments } = reading.view;
  const groups = knownPieces.get(reading) ?? Map.groupBy(textFragments, (one) => one.choice);
  knownPieces.set(reading, groups);
  return (groups.get(choice) ?? []).map(({ text }) => text).filter((text) => text !== '');
}

const answers = { on: ['completion', 'stream'], restsOn: sound } as const;

export const textChecks: readonly Check[] = [
  defineCheck({
    ...answers,
    id: 'text.replacement-character',
    level: 'MUST',
    statement: 'Text and arguments have no replacement character that the request did not hold',
    reference: `${json}, section 8.1; U+FFFD stands for bytes that a decoder could not read`,
    breaks:
      'Emoji and CJK text is damaged before openai-python or openai-node reads it: no client can restore it.',
    decision:
      'A character cut in two by a server that decodes token by token. What the request held may be repeated, what is spoken of may be shown, and a limit may fall into a character of several tokens: the rest of it was never made. Seen in none of 3,329 recorded answers. In text that a recorder decoded the character may be the recorder’s.',
    context: ['request', 'bytes'],
    subjects: (reading) =>
      reading.view.answers.filter(
        (answer) => wordsOf(answer) !== '' && !isSpokenOf(reading, answer),
      ),
    examine: (answer, reading) => {
      const text = withoutShown(answer);
      const at = atWords(reading, answer, '\ufffd');
      const index = text.indexOf('\ufffd');
      return index === -1
        ? null
        : {
            at,
            expected: 'whole characters',
            actual: `U+FFFD in ${JSON.stringify(text.slice(Math.max(0, index - 20), index + 20))}`,
          };
    },
  }),
  defineCheck({
    ...answers,
    id: 'text.nul',
    level: 'MUST',
    statement: 'The text has no run of NUL characters',
    reference: `${chunkResponse}: no model writes them; they are padding of a buffer`,
    breaks:
      'PostgreSQL refuses to store the text that openai-python or openai-node hands over, and C libraries cut it there.',
    subjects: (reading) => reading.view.answers.filter((answer) => wordsOf(answer) !== ''),
    examine: (answer, reading) =>
      /\0\0/.test(wordsOf(answer))
        ? { at: atWords(reading, answer, '\0'), expected: 'text', actual: 'a run of U+0000' }
        : null,
  }),
  defineCheck({
    on: ['stream'],
    id: 'text.incremental',
    level: 'MUST',
    statement: 'Deltas bring new pieces of the text, not all of it again',
    reference: `${chunkResponse}, delta: "A chat completion delta generated by streamed model responses"`,
    breaks:
      'The documented loop and the stream helpers of openai-node and openai-python append the deltas: "HHeHel", or the answer shown twice.',
    decision:
      'Three longer and longer deltas that each begin with the one before, or a last delta that repeats all of at least two earlier ones: repeated words alone are legal, and so is one sign or syllable over and over.',
    restsOn: sound,
    subjects: (reading) =>
      withText(reading).filter(({ index }) => pieces(reading, index).length > 1),
    examine: (answer, reading) => {
      const all = pieces(reading, answer.index);
      const last = all.at(-1) ?? '';
      const before = all.slice(0, -1);
      const repeats = before.length >= 2 && last.length > 20 && last === before.join('');
      return isCumulative(all) || repeats
        ? {
            at: answer.at,
            expected: 'pieces that add up to the text',
            actual: repeats
              ? `a last delta that repeats all ${last.length} characters before it`
              : `each delta repeats the one before: ${all
                  .slice(0, 3)
                  .map((p) => JSON.stringify(p.slice(0, 30)))
                  .join(', ')}`,
          }
        : null;
    },
  }),
  defineComparison({
    on: ['stream'],
    id: 'text.same-in-both-modes',
    level: 'MUST',
    statement: 'A dictated text that arrives whole in one mode arrives whole in the other',
    reference: `${chunkResponse}: deltas are verbatim pieces of the text`,
    breaks:
      'The documented loop shows words run together, lost lines or doubled digits, which the same program without streaming does not.',
    decision:
      'Only the traces of a machine are findings (white space lost or added, pieces doubled, lost from a word or an end, in another order, capitals lost, the text under another name): another wording is the choice of the model, and so is a text that a limit or a filter ended. In both modes alike only a wrong encoding is told: a model that copies badly does so every time.',
    context: ['expectation', 'ending'],
    restsOn: [
      ...sound,
      'text.incremental',
      'text.replacement-character',
      'stream.finish-reason',
      'stream.after-finish',
    ],
    compares: [['stream-echo', 'text-echo']],
    compare: (stream, plain) => {
      const dictated = stream.expects?.echo;
      const answer = stream.view.answers[0];
      const other = plain.view.answers[0];
      if (dictated === undefined || answer === undefined || other === undefined) return null;
      if (![answer, other].every(({ finishReasons: [reason] }) => reason === 'stop')) return null;
      if (swallowedOf(answer, dictated) !== null) return [];
      const whole = (other.content ?? '').trim();
      const streamed = (answer.content ?? '').trim();
      if (whole === dictated) {
        const change =
          placeElsewhere(stream, dictated) ?? corruptionOf(pieces(stream, answer.index), dictated);
        return change === null
          ? []
          : [{ at: answer.at, expected: 'the text of the plain answer', actual: change }];
      }
      if (streamed === dictated) {
        const change = corruptionOf([whole], dictated);
        return change === null
          ? null
          : [{ at: {}, expected: 'the text of the stream', actual: `without streaming ${change}` }];
      }
      const change = misencodingOf(streamed, dictated);
      return change === null || change !== misencodingOf(whole, dictated)
        ? null
        : [{ at: answer.at, expected: 'the dictated text', actual: `in both modes ${change}` }];
    },
  }),
  defineComparison({
    on: ['stream'],
    id: 'text.not-swallowed-by-reasoning',
    level: 'SHOULD',
    statement: 'The beginning of the answer is not put into the reasoning',
    reference: `${completionResponse}, message.content: the visible answer`,
    breaks:
      'The documented loop, openai-python and openai-node read content: the first words of the answer are missing.',
    decision: 'SHOULD: one observation, and reasoning members are an extension.',
    context: ['expectation'],
    restsOn: sound,
    compares: [['stream-echo', 'text-echo']],
    compare: (stream) => {
      const dictated = stream.expects?.echo;
      const answer = stream.view.answers[0];
      if (dictated === undefined || answer === undefined || answer.reasoning === null) return null;
      const missing = swallowedOf(answer, dictated);
      return missing !== null
        ? [
            {
              at: answer.at,
              expected: 'all of the text in content',
              actual: `its first ${missing.length} characters in the reasoning`,
            },
          ]
        : [];
    },
  }),
  defineCheck({
    ...answers,
    id: 'text.unmixed',
    level: 'MUST',
    statement: 'Two streams at once do not mix their texts',
    reference: `${chunkResponse}: an answer belongs to its request`,
    breaks:
      'Whatever reads it, openai-python, openai-node or the documented loop: one user sees what another one asked for.',
    context: ['expectation'],
    plannedFor: ({ expects }) => expects.foreign !== undefined,
    subjects: (reading) => (reading.expects?.foreign === undefined ? [] : withText(reading)),
    examine: (answer, reading) =>
      (answer.content ?? '').includes(reading.expects?.foreign ?? '\0')
        ? {
            at: atText(reading, answer, reading.expects?.foreign),
            expected: `no ${reading.expects?.foreign}: only the other stream was told to write it`,
            actual: JSON.stringify((answer.content ?? '').slice(0, 80)),
          }
        : null,
  }),
  defineFact({
    id: 'text.reasoning',
    statement: 'Where the reasoning of the model stands',
    reference: reasoningMembers,
    on: ['completion', 'stream'],
    facts: reasoningFacts,
  }),
  defineFact({
    id: 'text.json-format',
    statement: 'Whether a response_format of JSON was kept',
    reference: `${chatRequest}, response_format`,
    on: ['completion', 'stream'],
    context: ['request'],
    plannedFor: (_step, probe) => probe.informative === true,
    facts: (reading) => {
      const format = stringOf(member(asked(reading, 'response_format'), 'type'));
      if (format === null || format === 'text') return [];
      return withText(reading).map(({ content }) =>
        isJson(content ?? '') ? `${format}: the text is JSON` : `${format}: the text is not JSON`,
      );
    },
  }),
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isCumulative(all: readonly string[]): boolean {
  if (all.length < 3 || new Set(all).size < 3) return false;
  // A laugh or a row of stars grows in the same way: "ha", "haha", "hahaha".
  const [unit = ''] = all;
  if (all.every((piece) => piece === unit.repeat(piece.length / unit.length))) return false;
  const grows = all.every((piece, n) => n === 0 || piece.startsWith(all[n - 1] ?? ''));
  return grows && (all.at(-1) ?? '').length > 4;
}

function reasoningFacts(reading: Reading): readonly string[] {
  const facts: string[] = [];
  for (const answer of reading.view.answers) {
    if (answer.reasoning !== null) facts.push(`${answer.reasoning.length} characters of reasoning`);
    if (/^\s*<(?:think|thought|thinking)>/i.test(answer.content ?? '')) {
      facts.push('the content begins with markup of thoughts');
    }
  }
  if (documentsOf(reading).some(({ value }) => hasTwoNames(value))) {
    facts.push('the reasoning stands under two names');
  }
  const details = member(reading.view.usage ?? undefined, 'completion_tokens_details');
  const tokens = member(details, 'reasoning_tokens');
  if (typeof tokens === 'number' && tokens > 0 && facts.length === 0) {
    facts.push(`${tokens} reasoning tokens and no text of them`);
  }
  return facts;
}

function hasTwoNames(value: Parameters<typeof member>[0]): boolean {
  return listOf(member(value, 'choices')).some((choice) => {
    const holder = isObject(member(choice, 'message'))
      ? member(choice, 'message')
      : member(choice, 'delta');
    const one = stringOf(member(holder, 'reasoning'));
    return one !== null && one !== '' && one === member(holder, 'reasoning_content');
  });
}

/** What the reasoning has of the beginning of a dictated text, where content lacks just that. */
function swallowedOf({ content, reasoning }: Answer, dictated: string): string | null {
  const text = (content ?? '').trim();
  const missing = dictated.slice(0, dictated.length - text.length);
  const swallowed =
    text.length < dictated.length &&
    dictated.endsWith(text) &&
    (reasoning ?? '').trimEnd().endsWith(missing.trimEnd());
  return swallowed ? missing : null;
}

/** Members of a choice or of a delta in which the text of other APIs stands. */
const otherNames = ['text', 'output_text', 'generated_text', 'message', 'response'];

/** Where the whole text stands when it does not stand in content; `null` where it stands nowhere. */
function placeElsewhere(reading: Reading, dictated: string): string | null {
  if (reading.view.kind !== 'stream' || reading.view.answers[0]?.content) return null;
  const choices = reading.view.chunks.flatMap(({ value }) => listOf(member(value, 'choices')));
  for (const name of otherNames) {
    const under = (parent: (choice: JsonValue) => JsonValue | undefined): string =>
      choices.map((choice) => stringOf(member(parent(choice), name)) ?? '').join('');
    const texts = [under((choice) => choice), under((choice) => member(choice, 'delta'))];
    if (texts.some((text) => text.trim() === dictated))
      return `the text in ${name}, none in content`;
  }
  return null;
}
