import { catalogue } from '../../specs/catalogue.ts';
import { sourcesIn } from '../engine/recordings.ts';
import { openSession } from '../engine/session.ts';
import type { Judge } from '../report/run.ts';
import type { Row } from '../vocabulary.ts';

/** Judges in this process, as vitest's worker does: what is tested is not how that is started. */
export const judgeHere: Judge = async (_root, plan) => {
  const session = openSession(plan, catalogue, sourcesIn(plan.directory));
  const rows: Row[] = [];
  for (const planned of session.cases) rows.push(await session.row(planned));
  return { rows, faults: [] };
};
