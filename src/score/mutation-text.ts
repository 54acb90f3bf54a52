import { chooseBlocks, joinBlocks, splitBlocks } from './blocks.ts';
import type { TextOperation } from './operation.ts';

/** Changes the bytes of a body; `null` where what it looks for is not there. */
export function changeText(body: Uint8Array, operation: TextOperation): Uint8Array | null {
  const bytes = Buffer.from(body);
  switch (operation.op) {
    case 'text':
      return replaceText(body, operation);
    case 'bytes': {
      const find = Buffer.from(operation.find, 'utf8');
      const at = bytes.indexOf(find);
      if (at === -1) return null;
      const made = Buffer.from(operation.hex, 'hex');
      return join(bytes.subarray(0, at), made, bytes.subarray(at + find.length));
    }
    case 'cut':
      return bytes.length < operation.bytes
        ? null
        : join(bytes.subarray(0, bytes.length - operation.bytes));
    case 'prepend':
      return join(addition(operation), bytes);
    case 'append':
      return join(bytes, addition(operation));
    case 'body':
      return join(Buffer.from(operation.raw, 'utf8'));
    case 'line-endings': {
      const text = bytes.toString('latin1').replace(/\r\n|\r|\n/g, operation.to);
      return join(Buffer.from(text, 'latin1'));
    }
  }
}

type Replace = Extract<TextOperation, { readonly op: 'text' }>;

function replaceText(body: Uint8Array, operation: Replace): Uint8Array | null {
  const find = Buffer.from(operation.find, 'utf8').toString('latin1');
  const made = Buffer.from(operation.with, 'utf8').toString('latin1');
  const { events, once = false, ...range } = operation;
  const parts = events === undefined ? [Buffer.from(body).toString('latin1')] : splitBlocks(body);
  const meant = events === undefined ? [0] : chooseBlocks(parts, { ...range, events });
  let left = once ? 1 : Number.POSITIVE_INFINITY;
  let found = false;
  const changed = parts.map((part, n) => {
    if (!meant.includes(n) || left === 0 || !part.includes(find)) return part;
    found = true;
    if (!once) return part.replaceAll(find, () => made);
    left -= 1;
    return part.replace(find, () => made);
  });
  return found ? joinBlocks(changed) : null;
}

function addition({ raw = '', hex = '' }: { readonly raw?: string; readonly hex?: string }) {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(raw, 'utf8')]);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
