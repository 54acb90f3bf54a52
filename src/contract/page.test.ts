import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../specs/catalogue.ts';
import { familyOf } from '../engine/catalogue.ts';
import { families } from './families.ts';
import { anchorOf, contractPage } from './page.ts';
import { clausesOf, readProof } from './proof.ts';

const ROOT = join(import.meta.dirname, '../..');
const proof = await readProof(join(ROOT, 'fixtures'));
const clauses = clausesOf(catalogue, proof);
const page = contractPage(clauses, catalogue.probes, proof);

test('CONTRACT.md is what the catalogue and its tables say; else run `npm run contract`', () => {
  expect(readFileSync(join(ROOT, 'CONTRACT.md'), 'utf8') === page).toBe(true);
});

test('every requirement has a section with its level, source, consequence and probes', () => {
  for (const { requirement } of catalogue.checks) {
    const { id, level, statement, reference, breaks } = requirement;
    const section = page.split(`### ${id}\n`)[1]?.split('\n#')[0] ?? '';
    expect(section).toContain(`**${level}** ${statement}.`);
    expect(section).toContain(reference);
    expect(section).toContain(breaks);
    expect(section).toMatch(/Judged on: ./);
  }
});

test('every link of the contents has one heading to go to', () => {
  const headings = page.split('\n').flatMap((line) => {
    const heading = /^#{2,3} (.*)$/.exec(line)?.[1];
    return heading === undefined ? [] : [anchorOf(heading)];
  });
  const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor ?? '');
  expect(links.filter((link) => !headings.includes(link))).toEqual([]);
  expect(headings.length).toBe(new Set(headings).size);
});

test('only families that there are say what they are about', () => {
  const used = new Set(catalogue.checks.map(({ requirement }) => familyOf(requirement.id)));
  expect([...families.keys()].filter((family) => !used.has(family))).toEqual([]);
});
