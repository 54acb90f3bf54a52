import { type ClaimWord, judgeClaim } from './claims.ts';
import type { ModelEvidence } from './evidence.ts';
import type { Claim, Page } from './page.ts';

/** A claim, judged for every model it speaks of. */
export interface WeighedClaim {
  readonly claim: Claim;
  readonly sentence: string;
  readonly verdict: ClaimWord;
  readonly why: string;
}

/** Judges the claims of a page on the evidence for its models; the worst model decides. */
export function weighClaims(
  page: Page,
  evidence: readonly ModelEvidence[],
  informative: ReadonlySet<string>,
): readonly WeighedClaim[] {
  return page.claims.map((claim) => {
    const models = claim.models ?? page.models;
    const judged = models.map((model) => weighFor(claim, model, evidence, informative));
    const worst =
      judged.find(({ verdict }) => verdict === 'contradicted') ??
      judged.find(({ verdict }) => verdict === 'unverified') ??
      judged[0];
    return (
      worst ?? { claim, sentence: claim.sentence, verdict: 'unverified', why: 'it names no model' }
    );
  });
}

function weighFor(
  claim: Claim,
  model: string,
  evidence: readonly ModelEvidence[],
  informative: ReadonlySet<string>,
): WeighedClaim {
  const found = evidence.find((each) => each.model === model);
  const filed = found?.filed ?? null;
  if (filed === null) {
    const why = found?.reason ?? `there is no report of ${model}`;
    const sentence = claim.sentence.replaceAll('{model}', model);
    return { claim, sentence, verdict: 'unverified', why };
  }
  const { header, rows } = filed.report;
  const { sentence, verdict, why } = judgeClaim(claim, {
    rows,
    model,
    evidence: header.evidence?.kind ?? null,
    date: header.evidence?.date ?? null,
    informative,
  });
  return { claim, sentence, verdict, why: `${why} (report of ${header.started.slice(0, 10)})` };
}
