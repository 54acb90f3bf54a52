import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClaimVerdict, judgeClaims } from '../gate/claims.ts';
import type { Page } from '../gate/page.ts';
import { Problem, wordsOf } from '../problem.ts';
import type { JudgedClaims } from '../report/assemble.ts';
import type { EvidenceSummary, ReportClaim } from '../report/format.ts';
import { checkFile } from '../schema/files.ts';
import type { Row, Target } from '../vocabulary.ts';

/**
 * The pages whose claims a report of this target answers: the target's own. A target that no page
 * documents is held against the page of the default target, since that says in plain words what a
 * reader wants to know of any endpoint.
 */
export async function readPages(
  directory: string,
  target: string,
  defaultTarget: string | null,
): Promise<readonly Page[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const pages = await Promise.all(names.map((name) => readPageFile(join(directory, name))));
  const own = pages.filter((page) => page.target === target);
  return own.length > 0 ? own : pages.filter((page) => page.target === defaultTarget);
}

/** Judges the claims of pages by the rows of a report. */
export function claimsOf(
  pages: readonly Page[],
  target: Pick<Target, 'model' | 'name'>,
  informative: ReadonlySet<string>,
  rows: readonly Row[],
  evidence: EvidenceSummary | null,
): JudgedClaims {
  const all = pages.map((page) => {
    const run = {
      rows,
      model: target.model,
      evidence: evidence?.kind ?? null,
      date: evidence?.date ?? null,
      informative,
    };
    const judged = judgeClaims(page, run);
    const claims = judged.map(
      (one): ReportClaim => ({
        page: page.title,
        id: one.claim.id,
        sentence: one.sentence,
        verdict: one.verdict,
        why: `${one.why.replace(/\.$/, '')}${isExpected(one) ? '; the baseline expects it' : ''}.`,
        evidence:
          one.evidence === null || one.rows.length === 0 || isUntold(one)
            ? null
            : { kind: one.evidence, date: one.date },
      }),
    );
    const own = page.target === target.name;
    const outside = (own ? page.outOfScope : []).map(
      ({ statement, reason }, index): ReportClaim => ({
        page: page.title,
        id: `out-of-scope-${index + 1}`,
        sentence: statement.replace(/\.$/, ''),
        verdict: 'out-of-scope',
        why: `${reason.replace(/\.$/, '')}.`,
        evidence: null,
      }),
    );
    const news = judged.some((one) => one.verdict === 'contradicted' && !isExpected(one));
    return { claims: [...claims, ...outside], contradicted: own && news };
  });
  return {
    claims: all.flatMap(({ claims }) => claims),
    contradicted: all.some(({ contradicted }) => contradicted),
  };
}

/** Whether no answer spoke of a claim: what was not sent is no evidence. */
function isUntold({ verdict, passed }: ClaimVerdict): boolean {
  return verdict === 'unverified' && passed === 0;
}

/** Whether the baseline expects every failure that contradicts a claim. */
function isExpected({ verdict, rows }: ClaimVerdict): boolean {
  return (
    verdict === 'contradicted' && rows.every(({ standing }) => standing === 'expected-failure')
  );
}

async function readPageFile(path: string): Promise<Page> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Problem('file', `The claims file ${path} cannot be read: ${wordsOf(error)}.`);
  }
  if (isPage(value)) return value;
  throw new Problem(
    'file',
    `The claims file ${path} is not valid: ${checkFile('page', value)[0]}.`,
  );
}

/** The door where JSON becomes a page: the closed schema says all that the type says. */
function isPage(value: unknown): value is Page {
  return checkFile('page', value).length === 0;
}
