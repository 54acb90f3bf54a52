import { chooseBlocks, dataOf } from './blocks.ts';
import type { EventOperation } from './operation.ts';

/** Changes which events there are and how they are framed; `null` where none is meant. */
export function changeFraming(
  blocks: readonly string[],
  operation: EventOperation,
): readonly string[] | null {
  const chosen = chooseBlocks(blocks, operation);
  if (chosen.length === 0) return null;
  if (operation.op === 'swap') return swapWithNext(blocks, chosen);
  if (operation.op === 'move') {
    const target = chooseBlocks(blocks, operation.after)[0];
    return target === undefined ? null : moveAfter(blocks, chosen, target);
  }
  const meant = new Set(chosen);
  return blocks.flatMap((block, n) => (meant.has(n) ? changeBlock(block, operation) : [block]));
}

type Local = Exclude<EventOperation, { readonly op: 'swap' | 'move' }>;

function changeBlock(block: string, operation: Local): readonly string[] {
  switch (operation.op) {
    case 'drop':
      return [];
    case 'double':
      return [block, block];
    case 'join':
      return [block.replace(/(\r\n|\r|\n)(?:\r\n|\r|\n)$/, '$1')];
    case 'spread':
      return [spread(block)];
    case 'insert': {
      const raw = latin1(operation.raw);
      return operation.place === 'before' ? [raw, block] : [block, raw];
    }
    case 'lines': {
      const raw = latin1(operation.raw);
      return [operation.place === 'first' ? `${raw}${block}` : beforeBlankLine(block, raw)];
    }
    case 'replace':
      return [latin1(operation.raw)];
  }
}

/** The data indented, each of its lines on a data line of its own. */
function spread(block: string): string {
  const data = dataOf(block);
  if (data === null || data === '[DONE]') return block;
  const lines = JSON.stringify(JSON.parse(data), null, 1).split('\n');
  return latin1(`${lines.map((line) => `data: ${line}`).join('\n')}\n\n`);
}

function beforeBlankLine(block: string, raw: string): string {
  const end = /(?:\r\n|\r|\n)$/.exec(block)?.index ?? block.length;
  return `${block.slice(0, end)}${raw}${block.slice(end)}`;
}

/** Each chosen event and the next one with data change places; one that has moved stays. */
function swapWithNext(
  blocks: readonly string[],
  chosen: readonly number[],
): readonly string[] | null {
  const order = [...blocks];
  const events = chooseBlocks(blocks, { events: 'every' });
  let swapped = 0;
  let blocked = -1;
  for (const at of chosen) {
    const next = events[events.indexOf(at) + 1];
    if (next === undefined || at <= blocked) continue;
    order[at] = blocks[next] ?? '';
    order[next] = blocks[at] ?? '';
    blocked = next;
    swapped += 1;
  }
  return swapped === 0 ? null : order;
}

function moveAfter(
  blocks: readonly string[],
  chosen: readonly number[],
  target: number,
): readonly string[] | null {
  if (chosen.includes(target)) return null;
  const moved = chosen.map((n) => blocks[n] ?? '');
  return blocks.flatMap((block, n) => {
    if (n === target) return [block, ...moved];
    return chosen.includes(n) ? [] : [block];
  });
}

/** Tables are Unicode; blocks hold one character a byte. */
function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
