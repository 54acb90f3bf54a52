import { parse } from 'shell-quote';

/** One simple command of a shell block. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** What a here-document feeds it; `null` where there is none. */
  readonly input: string | null;
  /** Line within the block, from 0. */
  readonly line: number;
  /** Variables in its words that the block does not set. */
  readonly unset: readonly string[];
}

/** A line of the block with its continuations, and the here-document that follows it. */
interface Logical {
  text: string;
  input: string | null;
  readonly line: number;
}

/** Splits a shell block into commands. Variables that the block sets are put in. */
export function shellCommands(block: string): readonly ShellCommand[] {
  const variables = new Map<string, string>();
  const commands: ShellCommand[] = [];
  for (const logical of logicalLines(block)) {
    const unset = new Set<string>();
    const lookUp = (name: string): string => {
      const value = variables.get(name);
      if (value === undefined) unset.add(name);
      return value ?? `$${name}`;
    };
    for (const words of simpleCommands(logical.text, lookUp)) {
      const rest = assign(words, variables);
      if (rest.length > 0) {
        commands.push({ words: rest, input: logical.input, line: logical.line, unset: [...unset] });
      }
    }
  }
  return commands;
}

/** Takes leading `NAME=value` words, with or without `export`, out of a command. */
function assign(words: readonly string[], variables: Map<string, string>): readonly string[] {
  let rest = words[0] === 'export' ? words.slice(1) : words;
  for (;;) {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(rest[0] ?? '');
    if (match === null) return words[0] === 'export' && rest.length > 0 ? [] : rest;
    variables.set(match[1] ?? '', match[2] ?? '');
    rest = rest.slice(1);
  }
}

function simpleCommands(text: string, lookUp: (name: string) => string): readonly string[][] {
  const commands: string[][] = [[]];
  let redirect = false;
  for (const entry of parse(text, lookUp)) {
    if (typeof entry === 'string') {
      if (!redirect && entry !== '') commands.at(-1)?.push(entry);
      redirect = false;
    } else if ('comment' in entry) {
      break;
    } else if (entry.op === 'glob') {
      commands.at(-1)?.push(entry.pattern);
    } else if (/[<>]/.test(entry.op)) {
      redirect = true;
    } else {
      commands.push([]);
    }
  }
  return commands.filter((words) => words.length > 0);
}

/**
 * Joins the lines that a quote, a backslash or a here-document binds together. The parser takes a
 * line's end for a blank, so two commands below each other would become one.
 */
function logicalLines(block: string): readonly Logical[] {
  const found: Logical[] = [];
  const lines = withoutAnsiQuotes(block).split(/\r?\n/);
  for (let n = 0; n < lines.length; n += 1) {
    // A prompt is no part of the command.
    const shown = lines[n] ?? '';
    let text = shown.replace(prompt, '');
    const prompted = text !== shown;
    const logical: Logical = { text: '', input: null, line: n };
    for (;;) {
      const open = bound(text);
      if (open === 'no' || n + 1 >= lines.length) break;
      n += 1;
      const next = prompted ? (lines[n] ?? '').replace(/^\s*> /, '') : (lines[n] ?? '');
      text = open === 'continued' ? `${text.replace(/[\\^]$/, '')} ${next}` : `${text}\n${next}`;
    }
    const here = /<<-?\s*(['"]?)(\w+)\1/.exec(text);
    if (here !== null) {
      const end = lines.findIndex((line, at) => at > n && line.trim() === here[2]);
      const until = end === -1 ? lines.length : end;
      logical.input = lines.slice(n + 1, until).join('\n');
      n = until;
      text = text.replace(here[0], '');
    }
    logical.text = text;
    found.push(logical);
  }
  return found;
}

const prompt = /^\s*(?:[$%>] )/;

const ansiLetters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Writes `$'it\\'s'` of bash with the quotes that every shell knows; the parser knows no others. */
function withoutAnsiQuotes(block: string): string {
  return block.replace(
    /'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|\$'((?:[^'\\]|\\[\s\S])*)'|(?<=^|\s)#.*/g,
    (whole: string, inner: string | undefined) => {
      if (inner === undefined) return whole;
      const words = inner.replace(
        /\\([\s\S])/g,
        (_, letter: string) => ansiLetters[letter] ?? letter,
      );
      return `'${words.replaceAll("'", "'\\''")}'`;
    },
  );
}

/** Whether a line goes on: within quotes, after a backslash (`^` on Windows), or not. */
function bound(text: string): 'quoted' | 'continued' | 'no' {
  let quote = '';
  for (let n = 0; n < text.length; n += 1) {
    const char = text[n] ?? '';
    if (quote === '' && char === '#' && /^\s?$/.test(text[n - 1] ?? '')) return 'no';
    if (char === '\\' && quote !== "'") {
      if (n === text.length - 1) return 'continued';
      n += 1;
    } else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  if (quote !== '') return 'quoted';
  return / \^$/.test(text) ? 'continued' : 'no';
}
