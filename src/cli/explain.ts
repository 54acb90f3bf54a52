import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { planCases } from '../engine/plan.ts';
import { Problem } from '../problem.ts';
import type { Requirement } from '../vocabulary.ts';
import type { Register } from './io.ts';
import { suggest } from './nearest.ts';
import { ROOT } from './root.ts';

/** `explain CHECK`: what a requirement says, where it is written, what proves its check. */
export const explain: Register = (program, io) => {
  program
    .command('explain')
    .description('what a requirement says, where it is written and what breaks without it')
    .argument('<check>', 'id of a check, or of a case (probe/check)')
    .option('--json', 'print as JSON', false)
    .action(async (id: string, { json }: { json: boolean }) => {
      const requirement = findRequirement(id.slice(id.indexOf('/') + 1));
      const probes = planCases(catalogue.probes, catalogue.checks)
        .filter(({ check }) => check === requirement.id)
        .map(({ probe }) => probe);
      const defects = await defectsOf(requirement.id);
      io.stdout(
        json
          ? `${JSON.stringify({ ...requirement, probes, defects }, null, 2)}\n`
          : sayRequirement(requirement, probes, defects),
      );
    });
};

function findRequirement(id: string): Requirement {
  const known = catalogue.checks.map(({ requirement }) => requirement);
  const found = known.find((requirement) => requirement.id === id);
  if (found !== undefined) return found;
  const near = suggest(
    id,
    known.map((requirement) => requirement.id),
  );
  throw new Problem('usage', `There is no check ${id}.${near} The command list names them all.`);
}

function sayRequirement(
  { id, level, statement, reference, breaks, decision }: Requirement,
  probes: readonly string[],
  defects: readonly string[],
): string {
  return [
    `${id} (${level})`,
    `  ${statement}.`,
    `  Written in: ${reference}`,
    `  Breaks:     ${breaks}`,
    ...(decision === undefined ? [] : [`  Decided:    ${decision}`]),
    `  Judged on:  ${probes.length === 0 ? 'captured traffic only' : probes.join(', ')}`,
    `  Proved by:  ${defects.length === 0 ? 'no defect in fixtures/defects.json' : defects.join(', ')}`,
    '',
  ].join('\n');
}

/** The names of the hand-written defects whose findings name the check. */
async function defectsOf(check: string): Promise<readonly string[]> {
  const table: unknown = await readFile(join(ROOT, 'fixtures/defects.json'), 'utf8').then(
    JSON.parse,
    () => null,
  );
  return namedIn(table, check);
}

/** Walks the table: an object with a name proves the checks that strings inside it name. */
function namedIn(value: unknown, check: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => namedIn(one, check));
  if (typeof value !== 'object' || value === null) return [];
  const name = 'name' in value ? value.name : 'id' in value ? value.id : undefined;
  if (typeof name === 'string') return mentions(value, check) ? [name] : [];
  return Object.values(value).flatMap((one) => namedIn(one, check));
}

function mentions(value: unknown, check: string): boolean {
  if (typeof value === 'string') return value === check || value.endsWith(`/${check}`);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((one) => mentions(one, check));
}
