import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { FiledReport } from '../../gate/evidence.ts';
import type { LegalVariation } from '../../gate/legal-streams.ts';
import type { Page } from '../../gate/page.ts';
import { Problem, wordsOf } from '../../problem.ts';
import { readReport } from '../../report/read.ts';
import { checkFile } from '../../schema/files.ts';
import type { Io } from '../io.ts';
import { readWhole } from '../read-whole.ts';
import { ROOT } from '../root.ts';
import type { GateOptions } from './options.ts';
import { LARGEST, type ReadablePage, readSafely, textOf } from './readable.ts';

/** A page, read; of a file without end no more than the greatest page. */
export async function readSource(path: string, cwd: string): Promise<ReadablePage> {
  let bytes: Uint8Array;
  try {
    bytes = await readWhole(createReadStream(resolve(cwd, path), { end: LARGEST }), path);
  } catch (error) {
    throw new Problem('file', `The page ${path} cannot be read: ${wordsOf(error)}.`);
  }
  return readSafely(textOf(bytes, path), path);
}

/** The name under which a page's claims file lies. */
function slugOf(page: string): string {
  return basename(page).replace(/\.[^.]+$/, '');
}

/** The claims file of a page. */
export async function readClaims(path: string, page: string): Promise<Page> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new Problem(
      'file',
      `The page ${page} has no claims file ${path}: make a draft with gate --init ${page}.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('file', `The claims file ${path} is not JSON: ${wordsOf(error)}.`);
  }
  if (isPage(value)) return value;
  throw new Problem(
    'file',
    `The claims file ${path} is not valid: ${checkFile('page', value)[0]}.`,
  );
}

/** The door where JSON becomes a page: the closed schema says all that the type says. */
function isPage(value: unknown): value is Page {
  return checkFile('page', value).length === 0;
}

/** Reports read from a folder, oldest first, and what is wrong with those that cannot be read. */
export interface ReportFolder {
  readonly reports: readonly FiledReport[];
  readonly problems: readonly string[];
}

/** Every whole report of a folder; a missing folder holds none. */
export async function readReports(folder: string): Promise<ReportFolder> {
  const names = await readdir(folder).catch(() => []);
  const reports: FiledReport[] = [];
  const problems: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const path = join(folder, name);
    try {
      reports.push({ path, report: await readReport(path) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error.message);
    }
  }
  return {
    reports: reports.toSorted((a, b) =>
      a.report.header.started.localeCompare(b.report.header.started),
    ),
    problems,
  };
}

/** Where the claims file of a page lies. */
export function claimsPath(page: string, options: GateOptions, io: Io): string {
  if (options.claims !== undefined) return resolve(io.cwd, options.claims);
  return join(ROOT, 'specs/pages', `${slugOf(page)}.json`);
}

/** Writes a page whole or not at all. */
export async function writePage(path: string, text: string, io: Io): Promise<void> {
  try {
    await writeFileAtomic(resolve(io.cwd, path), text);
  } catch (error) {
    throw new Problem('file', `The page ${path} cannot be written: ${wordsOf(error)}.`);
  }
}

/** The table of legal variations, with which the loops of pages are tried. */
export async function readVariations(): Promise<readonly LegalVariation[]> {
  const path = join(ROOT, 'fixtures/legal.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [];
  const value: unknown = JSON.parse(text);
  if (isLegalTable(value)) return value.legal;
  throw new Problem('file', `The table ${path} is not valid: ${checkFile('legal', value)[0]}.`);
}

/** The door where JSON becomes a table: the closed schema says all that the type says. */
function isLegalTable(value: unknown): value is { readonly legal: readonly LegalVariation[] } {
  return checkFile('legal', value).length === 0;
}
