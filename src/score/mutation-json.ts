import type { JsonValue } from '../vocabulary.ts';
import { chooseBlocks, dataOf, withData } from './blocks.ts';
import { editJson, type JsonEdit, valueIn } from './edit-json.ts';
import type { JsonChange, JsonOperation, RewriteOperation } from './operation.ts';

/** Changes values within the JSON of a body; `null` where the operation finds no place. */
export function changeBody(body: string, operation: JsonOperation | RewriteOperation) {
  if (operation.op === 'rewrite') return rewrite(body, operation.how);
  if (operation.op === 'grow' || operation.op === 'recap' || operation.op === 'halve') return null;
  const edit = editOf(body, operation.at, operation);
  return edit === null ? null : editJson(body, operation.at, edit);
}

/** The same for the data of the events that the operation chooses; at least one must change. */
export function changeEvents(
  blocks: readonly string[],
  operation: JsonOperation | RewriteOperation,
): readonly string[] | null {
  const { events, ...range } = operation;
  const chosen = new Set(chooseBlocks(blocks, { ...range, events: events ?? 'chunk' }));
  let changed = 0;
  let before = '';
  const result = blocks.flatMap((block, n) => {
    const data = dataOf(block);
    if (data === null) return [block];
    const made = chosen.has(n) ? changeData(data, operation, before) : null;
    if (operation.op !== 'rewrite') before += textIn(data, operation.at);
    if (made === null) return [block];
    changed += 1;
    return made.map((one) => withData(block, one));
  });
  return changed === 0 ? null : result;
}

/** What one event's data becomes: usually one text, for `halve` two. */
function changeData(
  data: string,
  operation: JsonOperation | RewriteOperation,
  before: string,
): readonly string[] | null {
  const { op } = operation;
  if (op === 'rewrite') return one(rewrite(data, operation.how));
  const { at } = operation;
  const text = textIn(data, at);
  const write = (value: string): string | null =>
    editJson(data, at, { kind: 'set', raw: JSON.stringify(value) });
  if (op === 'grow') return before === '' || text === '' ? null : one(write(before + text));
  if (op === 'recap') return one(write(before));
  if (op === 'halve') {
    const characters = [...text];
    const middle = Math.ceil(characters.length / 2);
    if (characters.length < 2) return null;
    const halves = [characters.slice(0, middle), characters.slice(middle)];
    return halves.flatMap((half) => write(half.join('')) ?? []);
  }
  const edit = editOf(data, at, operation);
  return edit === null ? null : one(editJson(data, at, edit));
}

function one(text: string | null): readonly string[] | null {
  return text === null ? null : [text];
}

function textIn(data: string, pointer: string): string {
  const value = valueIn(data, pointer);
  return typeof value === 'string' ? value : '';
}

function editOf(text: string, pointer: string, change: JsonChange): JsonEdit | null {
  switch (change.op) {
    case 'set':
      return { kind: 'set', raw: JSON.stringify(change.value) };
    case 'raw':
      return { kind: 'set', raw: change.raw };
    case 'repeat':
      return { kind: 'repeat', raw: change.raw };
    case 'rename':
      return { kind: 'rename', to: change.name };
    case 'remove':
      return { kind: 'remove' };
    case 'reword': {
      const value = valueIn(text, pointer);
      if (typeof value !== 'string' || !value.includes(change.find)) return null;
      return { kind: 'set', raw: JSON.stringify(value.replaceAll(change.find, change.with)) };
    }
    default:
      return null;
  }
}

function rewrite(text: string, how: RewriteOperation['how']): string | null {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const made =
    how === 'indent'
      ? JSON.stringify(value, null, 2)
      : how === 'ascii'
        ? escapeAll(JSON.stringify(value))
        : JSON.stringify(reversed(value));
  return made === text ? null : made;
}

function escapeAll(text: string): string {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Members in the opposite order; items of arrays stay where they are. */
function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).map(([name, held]): [string, JsonValue] => [
    name,
    reversed(held),
  ]);
  return Object.fromEntries(entries.toReversed());
}
