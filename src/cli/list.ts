import { Option } from 'commander';
import { catalogue } from '../../specs/catalogue.ts';
import { type Cost, costOf, familyOf, mostCost } from '../engine/catalogue.ts';
import { planCases } from '../engine/plan.ts';
import { Problem } from '../problem.ts';
import { countOf } from '../report/words.ts';
import type { Level, Probe, Requirement, Suite } from '../vocabulary.ts';
import type { Register } from './io.ts';
import { suggest } from './nearest.ts';

const SUITES: readonly Suite[] = [
  'text',
  'streaming',
  'tools',
  'limits',
  'errors',
  'parity',
  'sdk',
];
const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'INFO'];

interface ListOptions {
  readonly family?: string;
  readonly level?: Level;
  readonly probe?: string;
  readonly suite?: Suite;
  readonly cost: boolean;
  readonly json: boolean;
}

/** `list`: what would be sent and judged; sends nothing. */
export const list: Register = (program, io) => {
  program
    .command('list')
    .description('the probes and the requirements that they judge; sends nothing')
    .option(
      '--family <name>',
      'only requirements of this family, the part of the id before the point',
    )
    .addOption(new Option('--level <level>', 'only requirements of this level').choices(LEVELS))
    .option('--probe <id>', 'only this probe and what it judges')
    .addOption(new Option('--suite <name>', 'only probes of this suite').choices(SUITES))
    .option('--cost', 'only what sending the probes costs', false)
    .option('--json', 'print as JSON', false)
    .action((options: ListOptions) => {
      const listing = selectListing(options);
      if (options.json) io.stdout(`${JSON.stringify(listing, null, 2)}\n`);
      else io.stdout(options.cost ? sayCost(listing.cost) : sayListing(listing));
    });
};

interface Listing {
  readonly cost: Cost & { readonly most: Cost };
  readonly probes: readonly ReturnType<typeof probeLine>[];
  readonly requirements: readonly (Requirement & { readonly probes: readonly string[] })[];
}

function selectListing(options: ListOptions): Listing {
  const { probe, suite, family, level } = options;
  expectKnown(
    'probe',
    probe,
    catalogue.probes.map(({ id }) => id),
  );
  const checks = catalogue.checks.map(({ requirement }) => requirement);
  expectKnown('family', family, new Set(checks.map(({ id }) => familyOf(id))));
  const wanted = new Set(
    checks
      .filter(({ id }) => family === undefined || familyOf(id) === family)
      .filter((requirement) => level === undefined || requirement.level === level)
      .map(({ id }) => id),
  );
  const candidates = catalogue.probes
    .filter(({ id }) => probe === undefined || id === probe)
    .filter((one) => suite === undefined || one.suite === suite);
  const cases = planCases(catalogue.probes, catalogue.checks)
    .filter(({ check }) => wanted.has(check))
    .filter((planned) => candidates.some(({ id }) => id === planned.probe));
  const byProbe = Map.groupBy(cases, (planned) => planned.probe);
  const byCheck = Map.groupBy(cases, ({ check }) => check);
  const narrowed = family !== undefined || level !== undefined;
  const probes = candidates.filter(({ id }) => !narrowed || byProbe.has(id));
  const everywhere = probe === undefined && suite === undefined;
  return {
    cost: { ...costOf(probes, 0), most: mostCost },
    probes: probes.map((one) => probeLine(one, byProbe.get(one.id)?.length ?? 0)),
    requirements: checks
      .filter(({ id }) => wanted.has(id) && (everywhere || byCheck.has(id)))
      .map((one) => ({
        ...one,
        probes: byCheck.get(one.id)?.map((planned) => planned.probe) ?? [],
      })),
  };
}

function probeLine(probe: Probe, cases: number) {
  const { id, suite, title, needs, steps, tokens } = probe;
  return { id, suite, title, needs, requests: steps.length, tokens, cases };
}

function sayCost({ requests, tokens }: Cost): string {
  return (
    `${countOf(requests, 'request')} of at most ${mostCost.requests}, ` +
    `${tokens} output tokens asked for of at most ${mostCost.tokens} ` +
    "(retries and the target's reasoningAllowance apart)\n"
  );
}

function sayListing({ cost, probes, requirements }: Listing): string {
  const lines = [`Probes (${probes.length}): ${sayCost(cost).trimEnd()}`, ''];
  for (const { id, suite, title, needs, requests, tokens, cases } of probes) {
    const need = needs.length === 0 ? '' : `, needs ${needs.join(', ')}`;
    lines.push(
      `  ${id.padEnd(28)} ${suite.padEnd(9)} ${title} (${requests} sent, ${tokens} tokens, ${countOf(cases, 'case')}${need})`,
    );
  }
  lines.push('', `Requirements (${requirements.length})`, '');
  for (const { id, level, statement } of requirements) {
    lines.push(`  ${level.padEnd(6)} ${id.padEnd(36)} ${statement}`);
  }
  return `${lines.join('\n')}\n`;
}

function expectKnown(what: string, given: string | undefined, known: Iterable<string>): void {
  const names = new Set(known);
  if (given === undefined || names.has(given)) return;
  throw new Problem('usage', `There is no ${what} ${given}.${suggest(given, names)}`);
}
