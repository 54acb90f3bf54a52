import { expect, test } from 'vitest';
import type { Answer } from '../../src/vocabulary.ts';
import { event, type Given, plain, reading, stream, streamOfText, told } from './told.fixture.ts';

// Above 200 lines: one table for each check of text.

const dictated = 'Zoë wrote "a1" \\ and\nthen went home again.';
const echo: Given = { facts: { expects: { answer: 'stream', echo: dictated } } };
const whole = reading(plain({ content: dictated }), echo);
const pieces = (text: string): readonly string[] => [text.slice(0, 7), text.slice(7)];

test.each([
  [['H', 'He', 'Hel'], 'passes'],
  [['He', 'Hello'], 'passes'],
  [['ha', 'haha', 'hahaha'], 'passes'],
  [['Hello', 'Hello', 'Hello you'], 'passes'],
  [
    ['H', 'He', 'Hello', 'Hello you'],
    '/choices/0: pieces that add up to the text, not each delta repeats the one before: "H", "He", "Hello"',
  ],
  [
    ['a', 'b'.repeat(40), `a${'b'.repeat(40)}`],
    '/choices/0: pieces that add up to the text, not a last delta that repeats all 41 characters before it',
  ],
  [['abcdefghij', 'klmnopqrst', 'abcdefghijklmnopqrst'], 'passes'],
  [['A sentence of some length.', 'A sentence of some length.'], 'passes'],
  [['all at once'], 'says nothing'],
])('deltas %j: %s', (deltas, words) => {
  expect(told('text.incremental', reading(streamOfText(deltas)))).toBe(words);
});

test('only the first 30 characters of a delta that repeats are shown', () => {
  const long = 'x'.repeat(20) + 'y'.repeat(20);
  const words = told('text.incremental', reading(streamOfText([long, `${long}1`, `${long}12`])));
  expect(words).toContain(`"${long.slice(0, 30)}", "`);
  expect(words).not.toContain(long.slice(0, 31));
});

test.each<[string, string, Answer['content'], string]>([
  ['repeats what was shown in quotation marks', 'The sign "\ufffd" or (\ufffd).', 'stop', 'passes'],
  ['speaks of it by name', 'U+FFFD is \ufffd', 'stop', 'says nothing'],
  ['speaks of it in words', 'A Replacement Character: \ufffd', 'stop', 'says nothing'],
  ['was cut within a character', 'Yes \ufffd\ufffd\ufffd', 'length', 'passes'],
  [
    'was cut after broken characters',
    'Yes \ufffd\ufffd\ufffd\ufffd',
    'length',
    ': whole characters, not U+FFFD in "Yes \ufffd   "',
  ],
  [
    'ended by itself with a broken character',
    'Yes \ufffd',
    'stop',
    ': whole characters, not U+FFFD in "Yes \ufffd"',
  ],
])('a text that %s: %s', (_words, content, finish, words) => {
  const said = told('text.replacement-character', reading(plain({ content }, finish)));
  expect(said.replace(/^\/[^:]*/, '')).toBe(words);
});

test('a broken character is shown with twenty characters around it', () => {
  const content = `${'a'.repeat(21)}\ufffd${'b'.repeat(20)}`;
  expect(told('text.replacement-character', reading(plain({ content })))).toBe(
    `/choices/0/message/content: whole characters, not U+FFFD in "${'a'.repeat(20)}\ufffd${'b'.repeat(19)}"`,
  );
});

test('a broken character that the request held may be repeated', () => {
  const asks = { user: '\ufffd' };
  expect(told('text.replacement-character', reading(plain({ content: 'a\ufffd' }), { asks }))).toBe(
    'says nothing',
  );
});

test.each([
  ['a\0b', 'passes'],
  ['a\0\0b', '/choices/0/message/content: text, not a run of U+0000'],
  ['', 'says nothing'],
])('NUL characters in %j: %s', (content, words) => {
  expect(told('text.nul', reading(plain({ content })))).toBe(words);
});

const latin = Buffer.from(dictated, 'utf8').toString('latin1');
const crlf = dictated.replaceAll('\n', '\r\n');
test.each([
  ['the same text', pieces(dictated), dictated, 'passes'],
  ['white space around it', [' ', dictated, '\n'], `\n${dictated} `, 'passes'],
  [
    'lost spaces in the stream',
    pieces(dictated.replaceAll(' ', '')),
    dictated,
    '/choices/0: the text of the plain answer, not white space is lost or added',
  ],
  ['another wording in the stream', ['Something else.'], dictated, 'passes'],
  ['another wording without streaming', pieces(dictated), 'Something else.', 'says nothing'],
  [
    'lost spaces without streaming',
    pieces(dictated),
    dictated.replaceAll(' ', ''),
    ': the text of the stream, not without streaming white space is lost or added',
  ],
  [
    'one wrong encoding in both',
    pieces(latin),
    latin,
    '/choices/0: the dictated text, not in both modes UTF-8 is read as Latin-1',
  ],
  ['two different wrong encodings', pieces(latin), crlf, 'says nothing'],
  ['another wording in both', ['Something else.'], 'Something else.', 'says nothing'],
  ['a wrong encoding in one, another wording in the other', pieces(latin), 'No.', 'says nothing'],
])('a dictated text in both modes, %s: %s / %s', (_words, streamed, content, words) => {
  const one = reading(streamOfText(streamed), echo);
  expect(told('text.same-in-both-modes', one, reading(plain({ content }), echo))).toBe(words);
});

test('a dictated text that a limit ended, or that nobody dictated, is not compared', () => {
  const cut = reading(streamOfText([dictated.slice(0, 9)], 'length'), echo);
  const id = 'text.same-in-both-modes';
  expect(told(id, cut, whole)).toBe('says nothing');
  const free: Given = { facts: { expects: { answer: 'stream' } } };
  expect(told(id, reading(streamOfText(['Hi']), free), whole)).toBe('says nothing');
  const empty = reading(plain({}, 'stop', { choices: [] }), echo);
  expect(told(id, reading(streamOfText([dictated]), echo), empty)).toBe('says nothing');
});

test.each(['text', 'output_text', 'generated_text', 'message', 'response'])(
  'a dictated text that stands in %s is found there',
  (name) => {
    const words = `/choices/0: the text of the plain answer, not the text in ${name}, none in content`;
    const inDelta = stream([{ role: 'assistant', [name]: ` ${dictated}\n` }]);
    const choice = { index: 0, delta: {}, [name]: dictated, finish_reason: null };
    const beside = event({}, null, { choices: [choice] }) + stream([]);
    for (const body of [inDelta, beside]) {
      expect(told('text.same-in-both-modes', reading(body, echo), whole)).toBe(words);
    }
  },
);

test('a text beside the content is no other place of it', () => {
  const body = stream([{ content: 'Something else.' }, { text: dictated }]);
  expect(told('text.same-in-both-modes', reading(body, echo), whole)).toBe('passes');
});

test.each([
  [
    'Let me see. Zoë wrote',
    dictated.slice(9),
    '/choices/0: all of the text in content, not its first 10 characters in the reasoning',
  ],
  ['Let me see.', dictated.slice(9), 'passes'],
  ['Let me see. Zoë wrote', dictated, 'passes'],
  ['Let me see. Zoë wrote', 'Something else.', 'passes'],
  [null, dictated.slice(9), 'says nothing'],
])('reasoning %j before the content %j: %s', (reasoning, content, words) => {
  const body = stream([
    ...(reasoning === null ? [] : [{ reasoning_content: reasoning }]),
    { content },
  ]);
  const one = reading(body, echo);
  expect(told('text.not-swallowed-by-reasoning', one, whole)).toBe(words);
});

test('a beginning in the reasoning is told by its own row alone', () => {
  const body = stream([{ reasoning_content: 'Zoë wrote' }, { content: dictated.slice(9) }]);
  expect(told('text.same-in-both-modes', reading(body, echo), whole)).toBe('passes');
});

test.each([
  [
    'The word is plum.',
    `/choices/0/message/content: no plum: only the other stream was told to write it, not "The word is plum."`,
  ],
  ['The word is pear.', 'passes'],
  ['', 'says nothing'],
])('a text beside another stream, %j: %s', (content, words) => {
  const given: Given = { facts: { expects: { answer: 'completion', foreign: 'plum' } } };
  expect(told('text.unmixed', reading(plain({ content }), given))).toBe(words);
});

test('a mixed text is shown by its first 80 characters', () => {
  const given: Given = { facts: { expects: { answer: 'completion', foreign: 'plum' } } };
  const said = told('text.unmixed', reading(plain({ content: `plum${'x'.repeat(90)}` }), given));
  expect(said).toContain(`not "plum${'x'.repeat(76)}"`);
});

test.each([
  ['json_object', '{"a":1}', 'passes; json_object: the text is JSON'],
  ['json_schema', 'Sure: {"a":1}', 'passes; json_schema: the text is not JSON'],
  ['text', '{"a":1}', 'says nothing'],
])('a response_format of %s answered with %s: %s', (type, content, words) => {
  const asks = { response_format: { type } };
  expect(told('text.json-format', reading(plain({ content }), { asks }))).toBe(words);
});

const thought = { usage: { completion_tokens_details: { reasoning_tokens: 7 } } };
test.each([
  [
    'thoughts',
    { content: 'Hi', reasoning_content: 'Hmm' },
    {},
    'passes; 3 characters of reasoning',
  ],
  [
    'the tag think',
    { content: ' <think>Hm' },
    {},
    'passes; the content begins with markup of thoughts',
  ],
  [
    'the tag thought',
    { content: '<Thought>' },
    {},
    'passes; the content begins with markup of thoughts',
  ],
  [
    'the tag thinking',
    { content: '<thinking>' },
    {},
    'passes; the content begins with markup of thoughts',
  ],
  ['a tag in the middle', { content: 'The tag <think>' }, {}, 'says nothing'],
  [
    'two names',
    { content: 'Hi', reasoning: 'Hmm', reasoning_content: 'Hmm' },
    {},
    'passes; 3 characters of reasoning; the reasoning stands under two names',
  ],
  ['two empty names', { content: 'Hi', reasoning: '', reasoning_content: '' }, {}, 'says nothing'],
  ['tokens alone', { content: 'Hi' }, thought, 'passes; 7 reasoning tokens and no text of them'],
  [
    'tokens and text',
    { content: 'Hi', reasoning_content: 'Hmm' },
    thought,
    'passes; 3 characters of reasoning',
  ],
  [
    'no tokens',
    { content: 'Hi' },
    { usage: { completion_tokens_details: { reasoning_tokens: 0 } } },
    'says nothing',
  ],
])('an answer with %s is told as it is', (_words, message, more, words) => {
  expect(told('text.reasoning', reading(plain(message, 'stop', more)))).toBe(words);
});
