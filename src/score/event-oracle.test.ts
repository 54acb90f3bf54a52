import { expect, it, test } from 'vitest';
import { type Asked, foretell } from './event-oracle.ts';

const asked: Asked = { request: {}, expects: { answer: 'stream' }, ended: true };
const chunk = (delta: object, finish: string | null = null, index = 0) =>
  JSON.stringify({ choices: [{ index, delta, finish_reason: finish }] });
const usage = JSON.stringify({ choices: [], usage: { total_tokens: 1 } });
const role = chunk({ role: 'assistant', content: '' });
const word = chunk({ content: 'Hi' });
const finish = chunk({}, 'stop');
const done = '[DONE]';
const withUsage: Asked = { ...asked, request: { stream_options: { include_usage: true } } };

test.each([
  ['nothing of a sound stream', [role, word, finish, done], asked, []],
  ['nothing of a sound stream with usage', [role, word, finish, usage, done], withUsage, []],
  ['a missing terminator', [role, word, finish], asked, ['terminator.present']],
  ['a second terminator', [role, finish, done, done], asked, ['terminator.once']],
  ['a chunk after the terminator', [role, word, done, finish], asked, ['terminator.last']],
  ['a missing role', [word, finish, done], asked, ['stream.role']],
  ['a missing finish reason', [role, word, done], asked, ['stream.finish-reason']],
  ['text after the end', [role, finish, word, done], asked, ['stream.after-finish']],
  ['missing usage', [role, finish, done], withUsage, ['usage.sent']],
  ['usage twice', [role, finish, usage, usage, done], withUsage, ['usage.once']],
  ['usage before the end', [role, usage, finish, done], withUsage, ['stream.empty-choices']],
  ['no end of a stream that the client left', [role, word], { ...asked, ended: false }, []],
  ['the role of each choice', [role, finish, chunk({}, 'stop', 1), done], asked, ['stream.role']],
])('the oracle tells %s', (_what, events, about, broken) => {
  expect([...foretell(events, about)]).toEqual(broken);
});

it('tells a damaged dictation, and no other wording', () => {
  const echo: Asked = { ...asked, expects: { answer: 'stream', echo: 'one  two\nthree' } };
  const told = (text: string) => [
    ...foretell([role, chunk({ content: text }), finish, done], echo),
  ];
  expect(told('one  two\nthree')).toEqual([]);
  expect(told('one two\nthree')).toEqual(['text.same-in-both-modes']);
  expect(told('one  twotwo\nthree')).toEqual(['text.same-in-both-modes']);
  expect(told('one  two')).toEqual(['text.same-in-both-modes']);
  expect(told('one')).toEqual([]);
});

it('tells what a call lacks and what comes twice', () => {
  const call = (fragment: object) => chunk({ tool_calls: [{ index: 0, ...fragment }] });
  const opening = call({ id: 'a', type: 'function', function: { name: 'f', arguments: '' } });
  const rest = call({ function: { arguments: '{}' } });
  const told = (...events: readonly string[]) => [
    ...foretell([role, ...events, chunk({}, 'tool_calls'), done], asked),
  ];
  expect(told(opening, rest)).toEqual([]);
  expect(told(rest)).toEqual(['tool-stream.id', 'tool-stream.type', 'tool-stream.name']);
  expect(told(opening, opening, rest)).toEqual(['tool-stream.id-once', 'tool-stream.name-once']);
});
