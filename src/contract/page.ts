import { familyOf } from '../engine/catalogue.ts';
import { countOf } from '../report/words.ts';
import type { Level, Probe } from '../vocabulary.ts';
import { families } from './families.ts';
import type { Clause, Proof } from './proof.ts';

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'INFO'];

/** The whole contract as a Markdown page, grouped by family in the order of the catalogue. */
export function contractPage(
  clauses: readonly Clause[],
  probes: readonly Probe[],
  proof: Proof,
): string {
  const byFamily = [...Map.groupBy(clauses, ({ requirement }) => familyOf(requirement.id))];
  return [
    '# The contract',
    'What `POST /v1/chat/completions` owes to its clients, sentence by sentence, as chatspec judges it. This page is made by `npm run contract` from the catalogue and its tables: change those, not this.',
    sayLevels(clauses),
    '## Contents',
    [
      '- [**Probes**](#probes): what is sent',
      ...byFamily.map(([family, own]) => contentsLine(family, own)),
      '- [**What cannot be observed**](#what-cannot-be-observed)',
    ].join('\n'),
    '## Probes',
    ...[...suitesOf(probes)].map(([suite, own]) => suiteSection(suite, own)),
    ...byFamily.flatMap(([family, own]) => [
      `## ${family}`,
      families.get(family) ?? '',
      ...own.map((clause) => clauseSection(clause, probes)),
    ]),
    '## What cannot be observed',
    'Violations that are known from the field, by their number in the catalogue of violations, and that no answer can show.',
    proof.violations
      .flatMap((one) => ('reason' in one ? [`- ${one.id}: ${one.reason}`] : []))
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function sayLevels(clauses: readonly Clause[]): string {
  const counts = LEVELS.map((level) => {
    const count = clauses.filter(({ requirement }) => requirement.level === level).length;
    return `${count} ${level}`;
  });
  return [
    `${countOf(clauses.length, 'requirement')}: ${counts.join(', ')}. A MUST that is not kept is a violation. A SHOULD is one with \`--strict\` only. INFO tells facts and never fails.`,
    'Each is judged on the answers to the probes named under it, and by `chatspec check` on captured traffic. It is believed because its check has been seen to fail: the defects named under it are corruptions of sound answers in `fixtures/defects.json`, and the tests hold that exactly the named checks find each. `chatspec explain CHECK` shows the bytes.',
  ].join('\n\n');
}

function contentsLine(family: string, clauses: readonly Clause[]): string {
  const links = clauses.map(({ requirement: { id } }) => {
    return `[${id.slice(family.length + 1)}](#${anchorOf(id)})`;
  });
  return `- [**${family}**](#${anchorOf(family)}): ${links.join(', ')}`;
}

/** The anchor that GitHub gives to a heading of letters, digits, points, hyphens and spaces. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(' ', '-')
    .replace(/[^a-z0-9-]/g, '');
}

function suitesOf(probes: readonly Probe[]): ReadonlyMap<string, readonly Probe[]> {
  return Map.groupBy(probes, ({ suite }) => suite);
}

function suiteSection(suite: string, probes: readonly Probe[]): string {
  const lines = probes.map(({ id, title, needs }) => {
    const need = needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`;
    return `- \`${id}\`: ${title}${need}`;
  });
  return `**${suite}**\n\n${lines.join('\n')}`;
}

/** The probes of a requirement; a suite is named as a whole where all of it is meant. */
function sayProbes(ids: readonly string[], probes: readonly Probe[]): string {
  if (ids.length === 0) return 'captured traffic';
  if (ids.length === probes.length) return 'every probe';
  return [...suitesOf(probes)]
    .flatMap(([suite, all]) => {
      const own = all.map(({ id }) => id).filter((id) => ids.includes(id));
      if (own.length === 0) return [];
      return [own.length === all.length && own.length > 2 ? `all of **${suite}**` : codes(own)];
    })
    .join(', ');
}

function clauseSection(
  { requirement, probes: judgedOn, defects, entries }: Clause,
  probes: readonly Probe[],
): string {
  const { id, level, statement, reference, breaks, decision } = requirement;
  const facts = [
    `Written in: ${reference}`,
    `Breaks: ${breaks}`,
    ...(decision === undefined ? [] : [`Decided: ${decision}`]),
    `Judged on: ${sayProbes(judgedOn, probes)}`,
    ...(level === 'INFO' ? [] : [`Proved by: ${codes(defects.map(({ name }) => name))}`]),
    ...(entries.length === 0 ? [] : [`Violations in the field: ${entries.join(', ')}`]),
  ];
  return [
    `### ${id}`,
    `**${level}** ${statement}.`,
    facts.map((one) => `- ${one}`).join('\n'),
  ].join('\n\n');
}

function codes(names: readonly string[]): string {
  return names.length === 0 ? 'no defect yet' : names.map((name) => `\`${name}\``).join(', ');
}
