import type { GateLine, GateResult } from '../../gate/line.ts';
import type { Page } from '../../gate/page.ts';
import { renewPage } from '../../gate/renew.ts';
import type { Io } from '../io.ts';
import { writePage } from './files.ts';
import { type ReadablePage, readSafely } from './readable.ts';

/** A judged page that may be renewed. */
export interface Renewable {
  readonly path: string;
  readonly read: ReadablePage;
  readonly page: Page;
  readonly result: GateResult;
  /** Judges the page again, with another text. */
  readonly judge: (renewed: ReadablePage) => GateResult;
}

/** Renews a page in which nothing but its dates is open; else says why it is left alone. */
export async function renewFile(renewable: Renewable, io: Io): Promise<GateResult> {
  const { path, read, page, result, judge } = renewable;
  const { source, reading } = read;
  const open = result.lines.find(keepsBack);
  // With several models, the page is no younger than the oldest of their reports.
  const [day] = result.evidence.flatMap(({ date }) => date?.slice(0, 10) ?? []).toSorted();
  if (open !== undefined || day === undefined) {
    const why =
      open === undefined
        ? `${path} has no evidence`
        : `${path}:${open.line}:${open.column} is ${open.verdict}`;
    io.stderr(`Not renewed: ${why}.\n`);
    return result;
  }
  const renewed = renewPage(source, page, reading, { day });
  if (renewed === source) {
    io.stderr(`${path} is up to date.\n`);
    return result;
  }
  await writePage(path, renewed, io);
  io.stderr(`${path} renewed: verified on ${day}.\n`);
  return judge(await readSafely(renewed, path));
}

/** A date is what a renewal mends. */
function keepsBack({ kind, verdict, binding }: GateLine): boolean {
  if (kind === 'date') return false;
  return verdict === 'contradicted' || (verdict === 'unverified' && binding);
}
