import { createScanner, type JSONScanner } from 'jsonc-parser';

/** A sample of JSON as a page shows it: comments allowed, `...` for anything more. */
export type Sample =
  | { readonly kind: 'anything'; readonly line: number }
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
      readonly line: number;
    }
  | { readonly kind: 'object'; readonly members: readonly SampleMember[]; readonly line: number }
  | { readonly kind: 'array'; readonly items: readonly Sample[]; readonly line: number };

export interface SampleMember {
  readonly name: string;
  readonly value: Sample;
  /** Line of the member within the sample, from 0. */
  readonly line: number;
}

/** A sample, or why and where it is not understood. */
export type SampleReading =
  | { readonly sample: Sample }
  | { readonly problem: string; readonly line: number };

/** The scanner's tokens; its own enumeration cannot be imported into isolated modules. */
const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  unknown: 16,
  end: 17,
} as const;

/** Nesting beyond this is no sample for readers. */
const deepest = 64;

class Misread extends Error {}

/** Reads a sample. `firstLine` is added to its lines. Never throws. */
export function readSample(text: string, firstLine = 0): SampleReading {
  const scanner = createScanner(text, true);
  const line = (): number => scanner.getTokenStartLine() + firstLine;
  try {
    scanner.scan();
    const sample = readValue(scanner, line, 0);
    skipEllipses(scanner);
    if (scanner.getToken() !== token.end) throw new Misread('more follows after its end');
    return { sample };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { problem: error.message, line: line() };
  }
}

function readValue(scanner: JSONScanner, line: () => number, depth: number): Sample {
  const at = line();
  const kind = scanner.getToken();
  const text = scanner.getTokenValue();
  if (depth > deepest) throw new Misread('it is nested too deeply');
  if (kind === token.openBrace) return readObject(scanner, line, depth);
  if (kind === token.openBracket) return readArray(scanner, line, depth);
  scanner.scan();
  if (kind === token.string) return { kind: 'literal', value: text, line: at };
  if (kind === token.number) return { kind: 'literal', value: Number(text), line: at };
  if (kind === token.null) return { kind: 'literal', value: null, line: at };
  if (kind === token.true) return { kind: 'literal', value: true, line: at };
  if (kind === token.false) return { kind: 'literal', value: false, line: at };
  // `...`, YOUR_VALUE or <value> without quotes.
  if (kind === token.unknown && /^(\.\.\.|\u2026|YOUR_\w*|<[\w -]+>)$/.test(text)) {
    return { kind: 'anything', line: at };
  }
  throw new Misread(kind === token.end ? 'it ends too early' : `"${text}" is no JSON`);
}

function readObject(scanner: JSONScanner, line: () => number, depth: number): Sample {
  const at = line();
  const members: SampleMember[] = [];
  scanner.scan();
  for (;;) {
    skipEllipses(scanner);
    if (scanner.getToken() === token.closeBrace) break;
    const name = scanner.getTokenValue();
    const memberLine = line();
    if (scanner.getToken() !== token.string)
      throw new Misread(`"${name}" is no member's name in quotes`);
    scanner.scan();
    if (scanner.getToken() !== token.colon) throw new Misread(`no colon follows "${name}"`);
    scanner.scan();
    members.push({ name, value: readValue(scanner, line, depth + 1), line: memberLine });
    if (!passComma(scanner, token.closeBrace)) throw new Misread(`no comma follows "${name}"`);
  }
  scanner.scan();
  return { kind: 'object', members, line: at };
}

function readArray(scanner: JSONScanner, line: () => number, depth: number): Sample {
  const at = line();
  const items: Sample[] = [];
  scanner.scan();
  while (scanner.getToken() !== token.closeBracket) {
    // An ellipsis between items stands for any number of them; nothing after it has a fixed place.
    if (isEllipsis(scanner)) {
      skipEllipses(scanner);
      if (scanner.getToken() !== token.closeBracket) throw new Misread('items follow after "..."');
      break;
    }
    items.push(readValue(scanner, line, depth + 1));
    if (!passComma(scanner, token.closeBracket)) throw new Misread('no comma stands between items');
  }
  scanner.scan();
  return { kind: 'array', items, line: at };
}

/** Steps over a comma; true too where the closing mark or an ellipsis comes without one. */
function passComma(scanner: JSONScanner, closing: number): boolean {
  if (scanner.getToken() === token.comma) {
    scanner.scan();
    return true;
  }
  return scanner.getToken() === closing || isEllipsis(scanner);
}

function skipEllipses(scanner: JSONScanner): void {
  while (isEllipsis(scanner)) {
    scanner.scan();
    if (scanner.getToken() === token.comma) scanner.scan();
  }
}

function isEllipsis(scanner: JSONScanner): boolean {
  return scanner.getToken() === token.unknown && /^(\.\.\.|\u2026)$/.test(scanner.getTokenValue());
}
