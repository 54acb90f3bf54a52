import { readFile } from 'node:fs/promises';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import type { BaselineFile } from '../schema/generated/baseline.ts';
import type { BaselineEntry } from './baseline.ts';

/**
 * Reads a baseline. Throws a Problem that names the line where the file is not valid, or cannot be
 * read; `null` where there is none.
 *
 * @param path where the file lies
 * @param shown its name in messages, as a person would give it
 */
export async function readBaseline(
  path: string,
  shown: string,
): Promise<readonly BaselineEntry[] | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Problem('file', `the baseline ${shown} cannot be read: ${wordsOf(error)}`);
  }
  return parseBaseline(text, shown);
}

/** The entries of a baseline's text, each with its line. */
export function parseBaseline(text: string, shown: string): readonly BaselineEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem(
      'file',
      `the baseline ${shown} is not JSON (${wordsOf(error)}); mend it there`,
    );
  }
  const tree = parseTree(text);
  const mistakes = checkFile('baseline', value);
  if (isBaseline(value, mistakes)) {
    return value.entries.map(({ case: id, pattern, reason, owner, link, expires }, index) => {
      const at = `${shown}:${lineOf(text, tree, ['entries', index])}`;
      return { names: id ?? pattern ?? '', reason, owner, link, expires, at };
    });
  }
  const told = mistakes.slice(0, 5).map((mistake) => {
    const place = mistake.slice(0, mistake.indexOf(':')).split('/');
    return `${shown}:${lineOf(text, tree, place.map(toStep))}: ${mistake}`;
  });
  throw new Problem('file', `the baseline is not valid: ${told.join('; ')}`);
}

/** The door where JSON becomes a baseline: the closed schema says all that the type says. */
function isBaseline(_value: unknown, mistakes: readonly string[]): _value is BaselineFile {
  return mistakes.length === 0;
}

const toStep = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);

/** The line of a member, from 1, or of the nearest one around it that is there. */
function lineOf(text: string, tree: Node | undefined, path: readonly (string | number)[]): number {
  if (tree === undefined) return 1;
  const found = findNodeAtLocation(tree, [...path]);
  if (found === undefined) return path.length === 0 ? 1 : lineOf(text, tree, path.slice(0, -1));
  return text.slice(0, found.offset).split('\n').length;
}
