import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import type { Report } from './format.ts';
import { renderMarkdown } from './markdown.ts';

/** Where a report lies. */
export interface WrittenReport {
  readonly json: string;
  readonly markdown: string;
}

/** `2026-03-22T101500Z--crazyrouter--gemini-3-pro-preview`, whatever the names hold. */
export function reportStem(report: Report): string {
  const { started, target, model } = report.header;
  const moment = `${started.slice(0, 19).replaceAll(':', '')}Z`;
  return [moment, target, model.asked]
    .map((part) => part.replace(/[^A-Za-z0-9._-]/g, '-'))
    .join('--');
}

/** The report as JSON text, as it is written and printed. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * Writes a report as JSON and Markdown. Each file is whole or absent, and none is ever overwritten,
 * also when several runs end in the same second: the text goes to a file of its own, which is then
 * linked to the first free name (linking fails where the name is taken).
 */
export async function writeReport(report: Report, directory: string): Promise<WrittenReport> {
  const [mistake] = checkFile('report', report);
  if (mistake !== undefined) {
    throw new Problem(
      'internal',
      `chatspec built a report that its own schema refuses: ${mistake}.`,
    );
  }
  const temporary = join(directory, `.${randomUUID()}`);
  try {
    await mkdir(directory, { recursive: true });
    await writeWhole(`${temporary}.json`, reportJson(report));
    await writeWhole(`${temporary}.md`, renderMarkdown(report));
    return await linkBoth(temporary, join(directory, reportStem(report)));
  } catch (error) {
    throw new Problem(
      'file',
      `The report cannot be written to ${directory}: ${wordsOf(error)}; give another folder with --out.`,
      { cause: error },
    );
  } finally {
    // Where even this fails, the first failure is the one to tell.
    await Promise.allSettled([rm(`${temporary}.json`), rm(`${temporary}.md`)]);
  }
}

async function linkBoth(temporary: string, stem: string): Promise<WrittenReport> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (!(await linkIfFree(`${temporary}.json`, `${name}.json`))) continue;
    if (await linkIfFree(`${temporary}.md`, `${name}.md`)) {
      return { json: `${name}.json`, markdown: `${name}.md` };
    }
    // Somebody left a Markdown file alone under this name; the pair must share one.
    await rm(`${name}.json`);
  }
}

async function linkIfFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
