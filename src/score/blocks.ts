import type { JsonValue } from '../vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../wire/members.ts';
import type { EventChoice, EventKind } from './operation.ts';

/**
 * A stream's body cut at its blank lines, each kept with the block before it: the parts joined are
 * the body again. Latin-1 text, one character a byte, so that broken UTF-8 survives.
 */
export function splitBlocks(body: Uint8Array): readonly string[] {
  const text = Buffer.from(body).toString('latin1');
  return (
    text.match(/(?:[^\r\n]+(?:\r\n|\r|\n|$))*(?:\r\n|\r|\n|$)/g)?.filter((b) => b !== '') ?? []
  );
}

export function joinBlocks(blocks: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(blocks.join(''), 'latin1'));
}

const dataLine = /^data: ?(.*)$/m;

/** The data of a block that has exactly one data line; `null` for others. */
export function dataOf(block: string): string | null {
  const lines = block.split(/\r\n|\r|\n/).filter((line) => line.startsWith('data:'));
  if (lines.length !== 1) return null;
  const found = dataLine.exec(block)?.[1];
  return found === undefined ? null : Buffer.from(found, 'latin1').toString('utf8');
}

/** The block with other data on its data line. */
export function withData(block: string, data: string): string {
  const old = dataLine.exec(block)?.[1] ?? '';
  const bytes = Buffer.from(data, 'utf8').toString('latin1');
  const at = block.indexOf(old, block.indexOf('data:') + 5);
  return `${block.slice(0, at)}${bytes}${block.slice(at + old.length)}`;
}

/** The JSON of a block's data; `undefined` where it is none. */
function jsonOf(block: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(dataOf(block) ?? '');
    return value;
  } catch {
    return undefined;
  }
}

/** The numbers of the blocks that a choice means, in order. */
export function chooseBlocks(blocks: readonly string[], choice: EventChoice): readonly number[] {
  const fitting = [...blocks.keys()].filter((n) => isKind(blocks[n] ?? '', choice.events));
  const { nth, from = 0, to = -1 } = choice;
  if (nth !== undefined) return fitting.slice(nth).slice(0, 1);
  return fitting.slice(from, to === -1 ? undefined : to + 1);
}

function isKind(block: string, kind: EventKind): boolean {
  const data = dataOf(block);
  if (data === null) return false;
  if (kind === 'every') return true;
  if (data.trim() === '[DONE]') return kind === 'done';
  if (kind === 'chunk') return true;
  const value = jsonOf(block);
  if (kind === 'usage') return isObject(member(value, 'usage'));
  return listOf(member(value, 'choices')).some((choice) => {
    const delta = member(choice, 'delta');
    if (kind === 'role') return stringOf(member(delta, 'role')) !== null;
    if (kind === 'content') return (stringOf(member(delta, 'content')) ?? '') !== '';
    if (kind === 'tools') return listOf(member(delta, 'tool_calls')).length > 0;
    return kind === 'finish' && stringOf(member(choice, 'finish_reason')) !== null;
  });
}
