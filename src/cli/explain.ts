import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { type Example, exampleOf } from '../contract/example.ts';
import { type Clause, clausesOf, readProof } from '../contract/proof.ts';
import { Problem } from '../problem.ts';
import { openBench } from '../score/bench.ts';
import { resolveTarget } from '../target/resolve.ts';
import type { Register } from './io.ts';
import { nearestFew } from './nearest.ts';
import { ROOT } from './root.ts';

/** Where the sound answers lie that the defects corrupt. */
const SOUND = join(ROOT, 'fixtures/exchanges/crazyrouter');

/** `explain CHECK`: what a requirement says, where it is written, what proves its check. */
export const explain: Register = (program, io) => {
  program
    .command('explain')
    .description('what a requirement says, where it is written, what breaks without it, and bytes')
    .argument('<check>', 'id of a check, or of a case (probe/check)')
    .option('--json', 'print as JSON', false)
    .action(async (id: string, { json }: { json: boolean }) => {
      const clause = await findClause(id.slice(id.indexOf('/') + 1));
      const example = await readExample(clause);
      io.stdout(json ? sayJson(clause, example) : sayClause(clause, example));
    });
};

async function findClause(id: string): Promise<Clause> {
  const known = catalogue.checks.map(({ requirement }) => requirement.id);
  if (!known.includes(id)) {
    const near = nearestFew(id, known, 3);
    const meant = near.length === 0 ? '' : ` the nearest are ${near.join(', ')};`;
    throw new Problem('usage', `There is no check ${id}:${meant} chatspec list names all.`);
  }
  const clauses = clausesOf(catalogue, await readProof(join(ROOT, 'fixtures')));
  const found = clauses.find(({ requirement }) => requirement.id === id);
  if (found === undefined) throw new Problem('internal', `The contract lacks ${id}.`);
  return found;
}

/** Good and bad bytes, from the fixtures of the project itself: its config, not the caller's. */
async function readExample(clause: Clause): Promise<Example | null> {
  if (clause.defects.length === 0) return null;
  const { target } = await resolveTarget({ cwd: ROOT, env: {}, options: {}, live: false });
  return exampleOf(clause, await openBench(SOUND, catalogue, target));
}

function sayJson({ requirement, probes, defects, entries }: Clause, example: Example | null) {
  const names = defects.map(({ name }) => name);
  const all = { ...requirement, probes, defects: names, violations: entries, example };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function sayClause(
  { requirement, probes, defects, entries }: Clause,
  example: Example | null,
): string {
  const { id, level, statement, reference, breaks, decision } = requirement;
  const names = defects.map(({ name }) => name);
  return [
    `${id} (${level})`,
    `  ${statement}.`,
    `  Written in: ${reference}`,
    `  Breaks:     ${breaks}`,
    ...(decision === undefined ? [] : [`  Decided:    ${decision}`]),
    `  Judged on:  ${probes.length === 0 ? 'captured traffic only' : probes.join(', ')}`,
    `  Proved by:  ${sayDefects(names, level === 'INFO')}`,
    ...(entries.length === 0 ? [] : [`  Seen:       ${entries.join(', ')}`]),
    ...(example === null ? [] : sayExample(example)),
    '',
  ].join('\n');
}

function sayDefects(names: readonly string[], informative: boolean): string {
  if (names.length > 0) return names.join(', ');
  return informative ? 'nothing: it never fails' : 'no defect in fixtures/defects.json';
}

function sayExample({ defect, about, probe, good, bad, told }: Example): readonly string[] {
  return [
    '',
    `Good, as ${probe} has it:`,
    '',
    ...good.map(indent),
    '',
    `Bad, by the defect ${defect}: ${about}`,
    '',
    ...bad.map(indent),
    '',
    `Told: ${told}`,
  ];
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
