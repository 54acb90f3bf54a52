import type { JsonValue } from '../vocabulary.ts';
import type { Sample } from './sample.ts';

/** Something that a page's sample shows and that did not come. */
export interface Miss {
  /** Line within the block, from 0. */
  readonly line: number;
  /** JSON pointer. */
  readonly pointer: string;
  readonly expected: string;
  readonly actual: string;
}

/** What a sample shows and a value does not have. What came and is not shown is fine. */
export function missesOf(
  sample: Sample,
  value: JsonValue | undefined,
  pointer = '',
): readonly Miss[] {
  const miss = (expected: string): readonly Miss[] => [
    { line: sample.line, pointer, expected, actual: say(value) },
  ];
  switch (sample.kind) {
    case 'anything':
      return value === undefined ? miss('anything') : [];
    case 'literal':
      return literalHolds(sample.value, value) ? [] : miss(sayLiteral(sample.value));
    case 'array':
      if (!isArray(value)) return miss('an array');
      return sample.items.flatMap((item, n) => missesOf(item, value[n], `${pointer}/${n}`));
    case 'object':
      if (!isObject(value)) return miss('an object');
      return sample.members.flatMap((member) => {
        const at = `${pointer}/${member.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const own = Object.hasOwn(value, member.name) ? value[member.name] : undefined;
        return missesOf({ ...member.value, line: member.line }, own, at);
      });
  }
}

function literalHolds(
  shown: string | number | boolean | null,
  value: JsonValue | undefined,
): boolean {
  if (typeof shown !== 'string') return shown === value;
  if (isPlaceholder(shown)) return value !== undefined;
  if (!/\.\.\.|\u2026/.test(shown)) return shown === value;
  if (typeof value !== 'string') return false;
  const parts = shown
    .split(/\.\.\.|\u2026/)
    .map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(value);
}

/** `YOUR_API_KEY`, `<your key>`, `{{key}}`: the reader's own value. */
export function isPlaceholder(text: string): boolean {
  return /^(YOUR_.*|<[^<>]+>|\{\{[^{}]+\}\})$/i.test(text);
}

function sayLiteral(value: string | number | boolean | null): string {
  if (value === '...') return 'a string';
  return JSON.stringify(value);
}

function say(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}\u2026` : text;
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is { readonly [member: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
