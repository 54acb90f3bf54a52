import type { Node, PhrasingContent } from 'mdast';
import type { Sentence, Spot } from './reading.ts';
import { spotsIn } from './spots.ts';

/** Text without Markdown in which every character remembers its place in the source. */
interface Plain {
  readonly text: string;
  readonly spots: readonly Spot[];
  readonly code: readonly { readonly from: number; readonly text: string }[];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of one heading, paragraph or cell, each with its place. */
export function sentencesOf(
  children: readonly PhrasingContent[],
  kind: Sentence['kind'],
  source: string,
): readonly Sentence[] {
  const plain = plainOf(children, source);
  const whole = collapse(plain.text);
  const sentences: Sentence[] = [];
  // A heading is one statement whatever its punctuation.
  const parts = kind === 'heading' ? [{ segment: plain.text, index: 0 }] : split(plain.text);
  for (const { segment, index } of parts) {
    const start = index + (segment.length - segment.trimStart().length);
    const at = plain.spots[start];
    const text = collapse(segment);
    if (at === undefined || text === '') continue;
    const code = plain.code.filter(({ from }) => from >= index && from < index + segment.length);
    sentences.push({ kind, text, whole, code: code.map((each) => each.text), at });
  }
  return sentences;
}

/** Splits into sentences; a lower-case start means that the full stop before it ended nothing. */
function split(text: string): readonly { segment: string; index: number }[] {
  const parts: { segment: string; index: number }[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const last = parts.at(-1);
    if (
      last !== undefined &&
      (/^\p{Ll}/u.test(segment) ||
        /^\s*\d+\.\s*$/.test(last.segment) ||
        /\b(e\.g|i\.e|vs)\.\s*$/.test(last.segment))
    ) {
      last.segment += segment;
    } else {
      parts.push({ segment, index });
    }
  }
  return parts;
}

/** The fence lines of admonitions and tabs (`:::tip`, `!!! note`, `=== "Tab"`, `[!NOTE]`): layout, not words. */
const marks = /^(?::::|!!!|\?\?\?|===|\[!\w+\])[^\n]*$/gm;

/** The layout marks in a text. */
export function layoutMarks(text: string): readonly string[] {
  return text.match(marks) ?? [];
}

/** Blanks, as many as there were characters, so that places stay true. */
function withoutMarks(text: string): string {
  return text.replace(marks, (mark) => ' '.repeat(mark.length));
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Flattens phrasing to text; line breaks become blanks, since they end no sentence. */
function plainOf(children: readonly PhrasingContent[], source: string): Plain {
  let text = '';
  const spots: Spot[] = [];
  const code: { from: number; text: string }[] = [];
  const add = (value: string, node: Node, raw = value): void => {
    for (const spot of spotsIn(raw, node, source)) spots.push(spot);
    text += value.replace(/\s/g, ' ');
  };
  const walk = (nodes: readonly PhrasingContent[]): void => {
    for (const node of nodes) {
      if (node.type === 'text') add(withoutMarks(node.value), node, node.value);
      else if (node.type === 'inlineCode') {
        code.push({ from: text.length, text: node.value });
        add(node.value, node);
      } else if (node.type === 'break') add(' ', node);
      else if (node.type === 'image' && node.alt) add(node.alt, node);
      else if ('children' in node) walk(node.children);
    }
  };
  walk(children);
  return { text, spots, code };
}
