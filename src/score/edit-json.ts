import { type Node, parseTree } from 'jsonc-parser';
import type { JsonValue } from '../vocabulary.ts';

/** A change of one value of a JSON text; `raw` is written as it is. */
export type JsonEdit =
  | { readonly kind: 'set' | 'repeat'; readonly raw: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'remove' };

type Path = readonly (string | number)[];

/**
 * Changes the value at each place that a pointer means and leaves every other character alone. A
 * step `*` means every item; the last step may be a new member, or `-` for a new item. `null` where
 * it means no place.
 */
export function editJson(text: string, pointer: string, edit: JsonEdit): string | null {
  const paths = placesOf(text, pointer);
  let edited: string | null = null;
  // From the end, so that what is removed does not move the places that are still to be changed.
  for (const path of paths.toReversed()) {
    edited = editAt(edited ?? text, path, edit) ?? edited;
  }
  return edited;
}

/** The value at a pointer without stars; `undefined` where there is none or the text is not JSON. */
export function valueIn(text: string, pointer: string): JsonValue | undefined {
  const node = nodeAt(treeOf(text), pathOf(pointer));
  if (node === undefined) return undefined;
  const value: JsonValue = JSON.parse(text.slice(node.offset, node.offset + node.length));
  return value;
}

/** The root of a text that is JSON. */
function treeOf(text: string): Node | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return parseTree(text);
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer's places, every star replaced by the numbers of the items that are there. */
function placesOf(text: string, pointer: string): readonly Path[] {
  const root = treeOf(text);
  return pathOf(pointer).reduce<readonly Path[]>(
    (paths, step) =>
      paths.flatMap((path): readonly Path[] => {
        if (step !== '*') return [[...path, step]];
        const items = nodeAt(root, path)?.children ?? [];
        return items.map((_item, n) => [...path, n]);
      }),
    [[]],
  );
}

function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((node, step) => childOf(node, step), root);
}

function childOf(node: Node | undefined, step: string | number): Node | undefined {
  if (node?.type === 'array') return node.children?.[Number(step)];
  if (node?.type !== 'object') return undefined;
  // The last one counts, as in `JSON.parse`.
  return node.children?.findLast((one) => one.children?.[0]?.value === String(step))?.children?.[1];
}

function editAt(text: string, path: Path, edit: JsonEdit): string | null {
  const root = treeOf(text);
  const parent = nodeAt(root, path.slice(0, -1));
  const name = path.at(-1);
  const node = nodeAt(root, path);
  const splice = (from: number, to: number, raw: string): string =>
    `${text.slice(0, from)}${raw}${text.slice(to)}`;

  if (edit.kind === 'set' && node !== undefined) {
    return splice(node.offset, node.offset + node.length, edit.raw);
  }
  if (parent === undefined || name === undefined) return null;
  if (edit.kind === 'set' || edit.kind === 'repeat') {
    if (edit.kind === 'repeat' && node === undefined) return null;
    const item =
      parent.type === 'object' ? `${JSON.stringify(String(name))}:${edit.raw}` : edit.raw;
    if (parent.type !== 'object' && !(parent.type === 'array' && name === '-')) return null;
    const end = parent.offset + parent.length - 1;
    return splice(end, end, parent.children?.length ? `,${item}` : item);
  }
  if (node === undefined) return null;
  const whole = parent.type === 'object' ? (node.parent ?? node) : node;
  if (edit.kind === 'rename') {
    const key = parent.type === 'object' ? whole.children?.[0] : undefined;
    if (key === undefined) return null;
    return splice(key.offset, key.offset + key.length, JSON.stringify(edit.to));
  }
  const siblings = parent.children ?? [];
  const at = siblings.indexOf(whole);
  const before = siblings[at - 1];
  const after = siblings[at + 1];
  const end = whole.offset + whole.length;
  if (before !== undefined) return splice(before.offset + before.length, end, '');
  return splice(whole.offset, after?.offset ?? end, '');
}
