import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Report } from '../report/format.ts';
import { parseReport } from '../report/read.ts';

/** A report that was found, or `null` where the file is none. */
export interface FoundReport {
  readonly path: string;
  readonly report: Report | null;
  /** The Markdown beside it; empty where there is none. */
  readonly markdown: string;
}

/** The reports of a folder. Names with a leading dot are no reports: no command reads them. */
export async function reportsIn(folder: string): Promise<readonly FoundReport[]> {
  const names = await readdir(folder).catch(() => []);
  const wanted = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  return await Promise.all(
    wanted.map(async (name) => {
      const path = join(folder, name);
      const markdown = await readFile(path.replace(/json$/, 'md'), 'utf8').catch(() => '');
      try {
        return { path, report: parseReport(await readFile(path, 'utf8'), name), markdown };
      } catch {
        return { path, report: null, markdown };
      }
    }),
  );
}

/** The files below a folder that hold the key in some spelling, and which one. */
export async function findKey(folder: string, key: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (holdsKey(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, key)) found.push(path);
  }
  return found;
}

/** Whether bytes hold the key as it is, in JSON, in an address, or in base64. */
export function holdsKey(bytes: Buffer | string, key: string): boolean {
  const spellings = [
    key,
    JSON.stringify(key).slice(1, -1),
    JSON.stringify(JSON.stringify(key).slice(1, -1)).slice(1, -1),
    encodeURIComponent(key),
    Buffer.from(key).toString('base64').slice(0, 20),
    // Half of a key is too much, too.
    key.slice(0, Math.ceil(key.length * 0.6)),
    key.slice(-Math.ceil(key.length * 0.6)),
  ];
  return spellings.some((spelling) => bytes.includes(spelling));
}
