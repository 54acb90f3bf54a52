import type { Code, Literal, Node, Nodes, Paragraph, Root } from 'mdast';
import { languageOf, titleOf } from './fence.ts';
import { type ParsedPage, parsePage } from './parse-page.ts';
import { layoutMarks, sentencesOf } from './phrase.ts';
import type { Block, Note, PageReading, Sentence, Spot } from './reading.ts';
import { columnsOf, spotOf } from './spots.ts';

/** What is gathered while walking the tree. */
interface Gathered {
  readonly sentences: Sentence[];
  readonly blocks: Block[];
  readonly notes: Note[];
  /** The lines of the whole page. */
  readonly lines: readonly string[];
  section: string;
}

/**
 * Reads a page, Markdown or MDX, into statements and blocks: what is not understood becomes a note.
 * Throws nothing but the `RangeError` of a page that is nested deeper than the stack. `name` is the
 * file's name; its ending helps to tell the syntax.
 */
export function readPage(source: string, name: string): PageReading {
  // A leading byte order mark would shift the first column and hide front matter.
  const text = source.replace(/^\uFEFF/, '');
  const parsed = parsePage(text, name);
  const gathered: Gathered = {
    sentences: [],
    blocks: [],
    notes: notesOf(parsed),
    lines: text.split(lineEnd),
    section: '',
  };
  gather(parsed.tree, gathered, {
    item: false,
    source: text,
    lineShift: 0,
    columnShift: 0,
    offsetShift: 0,
  });
  const title = gathered.sentences.find(({ kind }) => kind === 'heading')?.text ?? '';
  const { sentences, blocks, notes } = gathered;
  return { syntax: parsed.syntax, title, sentences, blocks, notes };
}

/** As Markdown counts lines. */
const lineEnd = /\r\n|\n|\r/;

function notesOf({ fallback }: ParsedPage): Note[] {
  if (fallback === null) return [];
  const at = { line: fallback.line, column: 1, offset: 0 };
  return [
    { at, message: `is not valid MDX, so it is read as plain Markdown (${fallback.reason})` },
  ];
}

/** Front matter between `+++`; the types of the tree do not know it. */
interface Toml extends Literal {
  readonly type: 'toml';
}

/** Where a subtree stands: within a list item, and how far a nested page is shifted. */
interface Surroundings {
  readonly item: boolean;
  /** The text in which the subtree's offsets count. */
  readonly source: string;
  readonly lineShift: number;
  readonly columnShift: number;
  readonly offsetShift: number;
}

function gather(node: Nodes | Root | Toml, into: Gathered, around: Surroundings): void {
  switch (node.type) {
    case 'heading': {
      const found = sentencesOf(node.children, 'heading', around.source);
      into.section = found[0]?.text ?? into.section;
      keep(found, into, around);
      return;
    }
    case 'paragraph':
      gatherParagraph(node, into, around);
      return;
    case 'tableCell':
      keep(sentencesOf(node.children, 'cell', around.source), into, around);
      return;
    case 'code':
      gatherCode(node, into, around);
      return;
    case 'yaml':
    case 'toml':
      gatherFrontMatter(node.value, shift(spotOf(node), around), into);
      return;
    case 'html':
      gatherHtml(node.value, shift(spotOf(node), around), into);
      return;
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      const comment = /^\s*\/\*[\s\S]*\*\/\s*$/.test(node.value) || node.value.trim() === '';
      if (!comment)
        note(node, 'is a JavaScript expression, whose value is not known', into, around);
      return;
    }
    case 'mdxjsEsm':
      note(node, 'imports or exports code, which is not followed', into, around);
      return;
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      if (node.children.length === 0 && node.name !== null && /^[A-Z]/.test(node.name)) {
        note(
          node,
          `is a component <${node.name}> without text, whose output is not known`,
          into,
          around,
        );
      }
      break;
    default:
  }
  if (!('children' in node)) return;
  const item = around.item || node.type === 'listItem';
  for (const child of node.children) gather(child, into, { ...around, item });
}

function keep(found: readonly Sentence[], into: Gathered, around: Surroundings): void {
  for (const sentence of found) {
    into.sentences.push({ ...sentence, at: shift(sentence.at, around) });
  }
}

function gatherParagraph(node: Paragraph, into: Gathered, around: Surroundings): void {
  for (const child of node.children) {
    const mark = child.type === 'text' ? layoutMarks(child.value)[0] : undefined;
    if (mark === undefined) continue;
    note(child, `has the layout mark "${mark}", which is passed over`, into, around);
  }
  keep(sentencesOf(node.children, around.item ? 'item' : 'sentence', around.source), into, around);
}

function gatherCode(node: Code, into: Gathered, around: Surroundings): void {
  const at = shift(spotOf(node), around);
  const text = node.value.replace(/\r\n?/g, '\n');
  // An indented block begins on its own line, a fenced one on the line after the fence.
  const lines = (node.position?.end.line ?? 0) - (node.position?.start.line ?? 0) + 1;
  const fenced = node.lang != null || lines > text.split('\n').length;
  const firstLine = at.line + (fenced ? 1 : 0);
  const columns = columnsOf(text, firstLine, into.lines);
  const nested = /^(`{3,}|~{3,})/.test(node.value) && node.lang == null;
  if (nested) {
    // Tabs of MkDocs indent their fences, which plain Markdown takes for an indented block.
    const inner = parsePage(node.value, 'nested.md');
    const lineShift = at.line - 1;
    const columnShift = (columns[0] ?? 1) - 1;
    const shifted = { lineShift, columnShift, offsetShift: at.offset };
    gather(inner.tree, into, { ...around, source: node.value, ...shifted });
    return;
  }
  into.blocks.push({
    language: languageOf(node.lang ?? ''),
    title: titleOf(node.lang ?? '', node.meta ?? ''),
    text,
    at,
    firstLine,
    columns,
    section: into.section,
  });
}

function gatherFrontMatter(yaml: string, at: Spot, into: Gathered): void {
  for (const [n, line] of yaml.split(lineEnd).entries()) {
    const match = /^(title|description|summary|subtitle)\s*[:=]\s*(.+?)\s*$/.exec(line);
    const text = (match?.[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    if (text === '') continue;
    const kind = match?.[1] === 'title' ? 'heading' : 'sentence';
    const spot = { line: at.line + 1 + n, column: line.indexOf(text) + 1, offset: at.offset };
    into.sentences.push({ kind, text, whole: text, code: [], at: spot });
  }
}

/** Raw HTML in plain Markdown: comments say nothing, of the rest only the words are read. */
function gatherHtml(html: string, at: Spot, into: Gathered): void {
  const words = html.replace(/<!--[\s\S]*?-->/g, ' ').replace(/<[^>]*>/g, ' ');
  const text = words.replace(/\s+/g, ' ').trim();
  if (text === '') return;
  into.notes.push({ at, message: 'is raw HTML, of which only the words are read' });
  into.sentences.push({ kind: 'sentence', text, whole: text, code: [], at });
}

function note(node: Node, message: string, into: Gathered, around: Surroundings): void {
  into.notes.push({ at: shift(spotOf(node), around), message });
}

function shift(at: Spot, { lineShift, columnShift, offsetShift }: Surroundings): Spot {
  const { line, column, offset } = at;
  return { line: line + lineShift, column: column + columnShift, offset: offset + offsetShift };
}
