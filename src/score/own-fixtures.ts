import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { resolveTarget } from '../target/resolve.ts';
import { type Bench, openBench } from './bench.ts';

/** The project's folder, wherever it is run from. */
export const ROOT = join(import.meta.dirname, '../..');
export const DEFECTS = join(ROOT, 'fixtures/defects.json');
export const LEGAL = join(ROOT, 'fixtures/legal.json');
/** The sound answers that defects corrupt. */
export const EXCHANGES = join(ROOT, 'fixtures/exchanges/crazyrouter');

/** The whole contract and fixtures of a folder, judged as those of the default target. */
export async function openOwnBench(directory: string = EXCHANGES): Promise<Bench> {
  const { target } = await resolveTarget({ cwd: ROOT, env: {}, options: {}, live: false });
  return await openBench(directory, catalogue, target);
}
