import { readFile } from 'node:fs/promises';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import { REPORT_FORMAT, type Report } from './format.ts';

/** Reads a report file; a `Problem` where it cannot be read or is not a whole report. */
export async function readReport(path: string): Promise<Report> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Problem('file', `The report ${path} cannot be read: ${wordsOf(error)}.`);
  }
  return parseReport(text, path);
}

/** Reads the text of a report; `name` says in messages where it came from. */
export function parseReport(text: string, name: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem(
      'file',
      `${name} is not JSON (${wordsOf(error)}): it is damaged or no report; take another, or make it anew by revalidate.`,
    );
  }
  const format = formatOf(value);
  if (format !== undefined && format !== REPORT_FORMAT) {
    throw new Problem(
      'file',
      `${name} has report format ${format}, and this chatspec reads ${REPORT_FORMAT}: use the version that wrote it.`,
    );
  }
  if (isRecord(value) && 'header' in value && !('footer' in value)) {
    throw new Problem(
      'file',
      `${name} has no footer, so it is not a whole report: run revalidate again.`,
    );
  }
  if (isReport(value)) return value;
  const [problem = 'it is not a report'] = checkFile('report', value);
  throw new Problem('file', `${name} is not a valid report: ${problem}.`);
}

/** The door where JSON becomes a report: the closed schema says all that the type says. */
function isReport(value: unknown): value is Report {
  return checkFile('report', value).length === 0;
}

function formatOf(value: unknown): unknown {
  const header = isRecord(value) ? value['header'] : undefined;
  return isRecord(header) ? header['format'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
