import type { Node } from 'mdast';
import type { Spot } from './reading.ts';

/** Where a node begins; the parsers always give positions, a made node has none. */
export function spotOf(node: Node): Spot {
  const start = node.position?.start;
  return { line: start?.line ?? 1, column: start?.column ?? 1, offset: start?.offset ?? 0 };
}

const reference = /&(?:#[xX]?[\da-fA-F]+|\w+);/y;
const ampersand = /^&(?:amp|#0*38|#[xX]0*26);/i;

/**
 * The place in the source of each character of a node's text. The text has lost what the source
 * says around it: backslashes, references (`&amp;`), the marks of quotes and lists at the start of
 * lines, the backticks before code.
 */
export function spotsIn(text: string, node: Node, source: string): readonly Spot[] {
  const start = spotOf(node);
  const end = node.position?.end.offset ?? start.offset;
  const spots: Spot[] = [];
  let { line, column, offset } = start;
  const pass = (count: number): void => {
    for (let n = 0; n < count; n += 1) {
      const broken =
        source[offset] === '\n' || (source[offset] === '\r' && source[offset + 1] !== '\n');
      line += broken ? 1 : 0;
      column = broken ? 1 : column + 1;
      offset += 1;
    }
  };
  for (let n = 0; n < text.length; n += 1) {
    const wanted = text[n];
    const plain = wanted === '&' && node.type === 'text';
    let length = plain ? (ampersand.exec(source.slice(offset, offset + 12))?.[0].length ?? 1) : 1;
    while (offset < end && source[offset] !== wanted) {
      reference.lastIndex = offset;
      const written = reference.exec(source)?.[0];
      if (written !== undefined) {
        length = written.length;
        break;
      }
      pass(1);
    }
    spots.push({ line, column, offset });
    // The second half of a character that is written as a reference has the place of the first.
    if (length > 1 && /[\ud800-\udbff]/.test(wanted ?? '')) spots.push(spots.at(-1) ?? start);
    if (length > 1 && /[\ud800-\udbff]/.test(wanted ?? '')) n += 1;
    if (offset < end) pass(length);
  }
  return spots;
}

/** Where the lines of a block begin on the page, whatever stands around the block. */
export function columnsOf(
  text: string,
  firstLine: number,
  page: readonly string[],
): readonly number[] {
  return text.split('\n').map((line, n) => {
    const whole = page[firstLine - 1 + n] ?? '';
    if (whole.endsWith(line)) return whole.length - line.length + 1;
    // A tab of which a list takes a part is blanks in the block.
    const words = line.trimStart();
    return Math.max(1, whole.lastIndexOf(words) - (line.length - words.length) + 1);
  });
}
