import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerKind, Dialect, Exchange, ModelEcho } from '../vocabulary.ts';
import type { Bench, Promises, Spot } from './bench.ts';
import { mutate } from './mutation.ts';
import type { Operation } from './operation.ts';
import { complain, probeNamed, readTable, repeatedNames } from './tables.ts';

type LegalKind = 'stream' | 'completion' | 'answer' | 'error' | 'any';

/** One row of `fixtures/legal.json`, as `schemas/files/legal.schema.json` states it. */
interface LegalEntry {
  readonly name: string;
  readonly variation?: string;
  readonly kind: LegalKind;
  readonly fixtures?: readonly string[];
  readonly except?: readonly string[];
  readonly target?: { readonly dialect?: Dialect; readonly modelEcho?: ModelEcho };
  readonly operations: readonly Operation[];
  readonly alone?: string;
  readonly about: string;
}

/** A legal variation that changes no bytes, and the test that shows that it is let through. */
export interface ShownElsewhere {
  readonly variation: string;
  readonly test: { readonly file: string; readonly title: string };
  readonly about: string;
}

interface LegalEntries {
  readonly legal: readonly LegalEntry[];
  readonly elsewhere: readonly ShownElsewhere[];
}

/** Something that looks wrong and is legal: no row may fail for it. */
export interface LegalVariation {
  readonly name: string;
  /** Its number in the catalogue of legal variations; `null` for one of our own. */
  readonly variation: string | null;
  /** The answers that it changes, with what they become. */
  readonly answers: readonly { readonly spot: Spot; readonly exchange: Exchange }[];
  readonly promises: Promises;
  readonly operations: readonly Operation[];
  /** Whether it may be combined with others. */
  readonly alone: boolean;
  readonly about: string;
}

export interface LegalTable {
  readonly variations: readonly LegalVariation[];
  readonly elsewhere: readonly ShownElsewhere[];
}

/** The table of legal variations as it stands on disk. */
export async function readLegalEntries(path: string): Promise<LegalEntries> {
  return await readTable<LegalEntries>(path, 'legal');
}

/**
 * Reads the table of legal variations, or the one of a name, and applies each to every answer that
 * it speaks of. A `Problem` names the place of every mistake; a variation that changes nothing is
 * one.
 */
export async function readLegal(
  path: string,
  root: string,
  bench: Bench,
  only?: string,
): Promise<LegalTable> {
  const table = await readLegalEntries(path);
  const mistakes = [...repeatedNames(table.legal), ...missingTests(table.elsewhere, root)];
  const wanted = table.legal.filter(({ name }) => only === undefined || name === only);
  const variations = wanted.map((entry) => {
    const say = (mistake: string) => mistakes.push(`${entry.name}: ${mistake}`);
    const answers = answersOf(entry, bench, say);
    if (answers.length === 0) say('it changes no answer');
    return {
      name: entry.name,
      variation: entry.variation ?? null,
      answers,
      promises: entry.target ?? {},
      operations: entry.operations,
      alone: entry.alone !== undefined,
      about: entry.about,
    };
  });
  complain(path, mistakes);
  return { variations, elsewhere: table.elsewhere };
}

function answersOf(entry: LegalEntry, bench: Bench, say: (mistake: string) => void) {
  const { fixtures, except = [] } = entry;
  for (const name of [...(fixtures ?? []), ...except]) {
    if (probeNamed(bench, name) === null) say(`there is no fixture of a probe ${name}`);
  }
  const changed = bench.spots
    .filter((spot) => {
      const { id } = spot.probe;
      return isOfKind(spot, entry.kind) && !except.includes(id) && (fixtures ?? [id]).includes(id);
    })
    .flatMap((spot) => {
      const exchange = mutate(bench.exchangeAt(spot), entry.operations);
      return typeof exchange === 'string' ? [] : [{ spot, exchange }];
    });
  for (const name of fixtures ?? []) {
    if (!changed.some(({ spot }) => spot.probe.id === name)) say(`it changes nothing in ${name}`);
  }
  return changed;
}

const kinds: Readonly<Record<LegalKind, readonly AnswerKind[]>> = {
  stream: ['stream'],
  completion: ['completion'],
  answer: ['stream', 'completion'],
  error: ['error'],
  any: ['stream', 'completion', 'error', 'models'],
};

function isOfKind({ probe, step }: Spot, kind: LegalKind): boolean {
  const answer = probe.steps[step]?.expects.answer;
  return answer !== undefined && kinds[kind].includes(answer);
}

/** A test that is named must be there, by its title. */
function missingTests(elsewhere: readonly ShownElsewhere[], root: string): readonly string[] {
  return elsewhere.flatMap(({ variation, test: { file, title } }) => {
    const path = join(root, file);
    if (!existsSync(path)) return [`${variation}: there is no file ${file}`];
    return readFileSync(path, 'utf8').includes(title)
      ? []
      : [`${variation}: ${file} has no test "${title}"`];
  });
}
