import type { Expectation, JsonObject, JsonValue } from '../vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../wire/members.ts';

/**
 * A second opinion on the order and number of a stream's events, for streams whose every event is
 * sound in itself. It knows nothing of views and checks: it reads the data of the events as a client
 * does, and says by the rules of the contract which sentences are broken.
 */
export function foretell(events: readonly string[], asked: Asked): ReadonlySet<string> {
  const chunks = events.filter((data) => data !== DONE).map(readChunk);
  const late = lateText(chunks);
  return new Set([
    ...terminatorRules(events, asked),
    ...choiceRules(chunks, asked),
    ...usageRules(chunks, asked, late),
    ...(late ? [] : [...textRules(chunks, asked.expects), ...callRules(chunks, asked)]),
  ]);
}

/** What the request and the probe say about the stream. */
export interface Asked {
  readonly request: JsonObject;
  readonly expects: Expectation;
  /** Whether the endpoint ended the body: a client that left cannot miss what comes at the end. */
  readonly ended: boolean;
}

const DONE = '[DONE]';

interface Choice {
  readonly index: number;
  readonly role: string | null;
  readonly text: string;
  readonly calls: readonly JsonValue[];
  readonly finish: string | null;
}

interface Chunk {
  readonly choices: readonly Choice[];
  readonly usage: boolean;
}

function readChunk(data: string): Chunk {
  const value: JsonValue = JSON.parse(data);
  const choices = listOf(member(value, 'choices')).map((choice): Choice => {
    const delta = member(choice, 'delta');
    return {
      index: Number(member(choice, 'index')),
      role: stringOf(member(delta, 'role')),
      text: stringOf(member(delta, 'content')) ?? '',
      calls: listOf(member(delta, 'tool_calls')),
      finish: stringOf(member(choice, 'finish_reason')),
    };
  });
  return { choices, usage: isObject(member(value, 'usage')) };
}

/** `[DONE]` comes, comes once, and comes last. */
function terminatorRules(events: readonly string[], { ended }: Asked): readonly string[] {
  const first = events.indexOf(DONE);
  if (first === -1) return ended ? ['terminator.present'] : [];
  const later = events.slice(first + 1);
  return [
    ...(later.includes(DONE) ? ['terminator.once'] : []),
    ...(later.some((data) => data !== DONE) ? ['terminator.last'] : []),
  ];
}

/** Each choice says its role and why it ended, and says nothing after that. */
function choiceRules(chunks: readonly Chunk[], { ended }: Asked): readonly string[] {
  const byChoice = Map.groupBy(
    chunks.flatMap(({ choices }) => choices),
    ({ index }) => index,
  );
  return [...byChoice.values()].flatMap((choice) => [
    ...(ended && choice.every(({ role }) => role === null) ? ['stream.role'] : []),
    ...(ended && choice.every(({ finish }) => finish === null) ? ['stream.finish-reason'] : []),
    ...(saysMore(choice) ? ['stream.after-finish'] : []),
  ]);
}

function saysMore(choice: readonly Choice[]): boolean {
  const end = choice.findIndex(({ finish }) => finish !== null);
  const later = end === -1 ? [] : choice.slice(end + 1);
  return later.some(({ text, calls }) => text !== '' || calls.length > 0);
}

function lateText(chunks: readonly Chunk[]): boolean {
  const all = chunks.flatMap(({ choices }) => choices);
  return [...Map.groupBy(all, ({ index }) => index).values()].some(saysMore);
}

/** Usage that was asked for comes once, on a chunk without choices after all others. */
function usageRules(chunks: readonly Chunk[], asked: Asked, late: boolean): readonly string[] {
  const wanted = member(member(asked.request, 'stream_options'), 'include_usage') === true;
  const carriers = chunks.filter(({ usage }) => usage);
  const end = chunks.findLastIndex(({ choices }) => choices.length > 0);
  const early = chunks.some(({ choices, usage }, n) => choices.length === 0 && !(usage && n > end));
  const open = chunks.flatMap(({ choices }) => choices).every(({ finish }) => finish === null);
  const followed = carriers.length === 1 && chunks.at(-1)?.usage !== true;
  return [
    ...(early ? ['stream.empty-choices'] : []),
    ...(wanted && asked.ended && !open && carriers.length === 0 ? ['usage.sent'] : []),
    ...(carriers.length > 1 ? [wanted ? 'usage.once' : 'usage.unasked-once'] : []),
    ...(followed && !early && !late ? ['usage.last'] : []),
  ];
}

/** A text that was dictated arrives as it was; pieces before a stop sequence are kept. */
function textRules(chunks: readonly Chunk[], expects: Expectation): readonly string[] {
  const text = chunks
    .flatMap(({ choices }) => choices)
    .map((choice) => choice.text)
    .join('');
  const { echo, keeps = [] } = expects;
  const kept = keeps.filter((piece) => text.includes(piece));
  return [
    ...(echo !== undefined && isDamaged(text.trim(), echo) ? ['text.same-in-both-modes'] : []),
    ...(kept.length > 0 && kept.length < keeps.length ? ['limits.stop-keeps-text'] : []),
  ];
}

/**
 * Whether a text differs from the dictated one as no model would write it: only in white space (blank
 * lines apart), in how often a character is repeated, in a piece that comes twice, in two pieces that
 * have changed places, or in a lost part of a word. That a word is missing may be the choice of the
 * model.
 */
function isDamaged(text: string, dictated: string): boolean {
  if (text === dictated) return false;
  const lines = (of: string) => of.replace(/\s*\n\s*/g, '\n');
  if (lines(text) === lines(dictated)) return text.length > dictated.length;
  const plain = (of: string) => of.replace(/\s/g, '').replace(/(.)\1+/gsu, '$1');
  return plain(text) === plain(dictated) || hasAll(text, dictated) || lacksToken(text, dictated);
}

/**
 * Whether one run of characters is missing as no model leaves it out: the few first or last ones, or two
 * and more different ones of which an end lies within a word that spaces part from others.
 */
function lacksToken(text: string, dictated: string): boolean {
  const length = dictated.length - text.length;
  if (length < 1) return false;
  const inWord = (at: number) =>
    /^[\p{Script=Latin}\p{Script=Hebrew}\p{Script=Arabic}\p{N}]{2}$/u.test(
      dictated.slice(Math.max(0, at - 1), at + 1),
    );
  if ((dictated.endsWith(text) || dictated.startsWith(text)) && length <= 8) return true;
  const places = Array.from({ length: text.length + 1 }, (_one, at) => at).filter(
    (at) => dictated.slice(0, at) + dictated.slice(at + length) === text,
  );
  const lost = (at: number) => new Set(dictated.slice(at, at + length));
  return (
    places.length > 0 &&
    places.every((at) => lost(at).size > 1 && (inWord(at) || inWord(at + length)))
  );
}

/** Whether every character of the dictated text is there as often as in it, or more often. */
function hasAll(text: string, dictated: string): boolean {
  const left = [...text];
  return [...dictated].every((character) => {
    const at = left.indexOf(character);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

/** Every call has id, type and name, each once, and arguments that begin as an object. */
function callRules(chunks: readonly Chunk[], { ended, request }: Asked): readonly string[] {
  const fragments = chunks.flatMap(({ choices }) => choices).flatMap(({ calls }) => calls);
  const calls = Map.groupBy(fragments, (fragment) => member(fragment, 'index'));
  // Where a function is named, no answer without streaming is asked for the same.
  const compared = ended && !isObject(request['tool_choice']);
  return [...calls.values()].flatMap((call) => {
    const said = (of: (fragment: JsonValue) => JsonValue | undefined) =>
      call.map(of).filter((value) => typeof value === 'string' && value !== '').length;
    const id = said((one) => member(one, 'id'));
    const type = said((one) => member(one, 'type'));
    const name = said((one) => member(member(one, 'function'), 'name'));
    const text = call.map((one) => stringOf(member(member(one, 'function'), 'arguments'))).join('');
    if (isTwice(text)) return ['tool-call.arguments-single'];
    const lacks = id !== 1 || type === 0 || name !== 1;
    return [
      ...(compared && !lacks && !text.trimStart().startsWith('{') ? ['parity.tool-arguments'] : []),
      ...(ended && id === 0 ? ['tool-stream.id'] : []),
      ...(ended && type === 0 ? ['tool-stream.type'] : []),
      ...(ended && name === 0 ? ['tool-stream.name'] : []),
      ...(id > 1 ? ['tool-stream.id-once'] : []),
      ...(name > 1 ? ['tool-stream.name-once'] : []),
    ];
  });
}

/** Whether a text is the same JSON value twice. */
function isTwice(text: string): boolean {
  const half = text.slice(0, text.length / 2);
  return half !== '' && text === half + half && half.startsWith('{') && half.endsWith('}');
}
