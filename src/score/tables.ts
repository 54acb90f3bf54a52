import { readFile } from 'node:fs/promises';
import { familyOf } from '../engine/catalogue.ts';
import { planCases } from '../engine/plan.ts';
import { Problem, wordsOf } from '../problem.ts';
import { checkFile } from '../schema/files.ts';
import type { Dialect, ModelEcho, Probe } from '../vocabulary.ts';
import { type Bench, type Promises, type Spot, unplannedChecks } from './bench.ts';
import type { Operation } from './operation.ts';

/** One row of `fixtures/defects.json`, as `schemas/files/defects.schema.json` states it. */
export interface DefectEntry {
  readonly name: string;
  readonly fixture: string;
  readonly step?: number;
  readonly target?: { readonly dialect?: Dialect; readonly modelEcho?: ModelEcho };
  readonly operations: readonly Operation[];
  readonly findings: readonly string[];
  readonly entry?: string;
  readonly offline?: string;
  readonly about: string;
}

/** A named corruption of one answer, and the rows that it must redden: these and no others. */
export interface Defect {
  readonly name: string;
  readonly spot: Spot;
  readonly promises: Promises;
  readonly operations: readonly Operation[];
  /** Case ids, `probe/check`. */
  readonly findings: ReadonlySet<string>;
  /** Family of the first finding. */
  readonly family: string;
  /** Why it cannot be served over HTTP; `null` where it can. */
  readonly offline: string | null;
  readonly about: string;
}

/** The rows of the table of defects as they stand there. */
export async function readDefectEntries(path: string): Promise<readonly DefectEntry[]> {
  const table = await readTable<{ readonly defects: readonly DefectEntry[] }>(path, 'defects');
  return table.defects;
}

/**
 * Reads the table of defects, or the one of a name, and finds the answer and the rows that each of
 * them means. A `Problem` names the place of every mistake.
 */
export async function readDefects(
  path: string,
  bench: Bench,
  only?: string,
): Promise<readonly Defect[]> {
  const defects = await readDefectEntries(path);
  const resolve = resolver(bench);
  const mistakes: string[] = [...repeatedNames(defects)];
  const wanted = defects.filter(({ name }) => only === undefined || name === only);
  const resolved = wanted.flatMap(
    (entry) => resolve(entry, (mistake) => mistakes.push(`${entry.name}: ${mistake}`)) ?? [],
  );
  complain(path, mistakes);
  return resolved;
}

/** Reads one of our own tables; a `Problem` where it cannot be used. */
export async function readTable<T>(path: string, schema: string): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Problem('file', `${path} cannot be read as JSON: ${wordsOf(error)}`);
  }
  complain(path, checkFile(schema, value));
  return value as T;
}

/** Throws the first few mistakes of a file as one `Problem`. */
export function complain(path: string, mistakes: readonly string[]): void {
  if (mistakes.length === 0) return;
  const more = mistakes.length > 5 ? `; and ${mistakes.length - 5} more` : '';
  throw new Problem('file', `${path} is not valid: ${mistakes.slice(0, 5).join('; ')}${more}`);
}

/** A sentence for each name that stands on two rows. */
export function repeatedNames(rows: readonly { readonly name: string }[]): readonly string[] {
  const byName = Map.groupBy(rows, ({ name }) => name);
  return [...byName].flatMap(([name, { length }]) =>
    length > 1 ? [`${name}: ${length} rows have this name`] : [],
  );
}

/** The probe of a name; `null` where there is none or no fixture of it. */
export function probeNamed(bench: Bench, name: string): Probe | null {
  return bench.catalogue.probes.find(({ id }) => id === name) ?? null;
}

type Resolve = (entry: DefectEntry, say: (mistake: string) => void) => Defect | null;

function resolver(bench: Bench): Resolve {
  const { probes, checks } = bench.catalogue;
  const levels = new Map(planCases(probes, checks).map(({ id, level }) => [id, level]));
  const captured = new Set(
    unplannedChecks(bench.catalogue).map(({ requirement }) => requirement.id),
  );
  return (entry, say) => {
    const probe = probeNamed(bench, entry.fixture);
    if (probe === null) {
      say(`there is no fixture of a probe ${entry.fixture}`);
      return null;
    }
    const step = (entry.step ?? 1) - 1;
    if (step >= probe.steps.length) say(`${probe.id} has only ${probe.steps.length} answers`);
    const ids = entry.findings.map((one) => (one.includes('/') ? one : `${probe.id}/${one}`));
    for (const id of ids) {
      if (captured.has(checkOf(id))) continue;
      if (!levels.has(id)) say(`no row ${id} is planned`);
      if (levels.get(id) === 'INFO') say(`${id} is INFO and never fails`);
    }
    return {
      name: entry.name,
      spot: { probe, step },
      promises: entry.target ?? {},
      operations: entry.operations,
      findings: new Set(ids),
      family: familyOf(checkOf(ids[0] ?? '')),
      offline: entry.offline ?? null,
      about: entry.about,
    };
  };
}

/** The check of a case id. */
export function checkOf(caseId: string): string {
  return caseId.slice(caseId.indexOf('/') + 1);
}
