import type { WeighedClaim } from './claim-evidence.ts';
import { type Coverage, coverageOf, modelsIn, unsaidQuotes, type Words } from './cover.ts';
import { datesIn, daysBetween } from './dates.ts';
import type { GateLine } from './line.ts';
import type { Page } from './page.ts';
import type { Block, Sentence, Spot } from './reading.ts';

/** What statements are judged by. */
export interface StatementTerms {
  readonly page: Page;
  readonly claims: readonly WeighedClaim[];
  /** Days of live reports that verify every claim, `YYYY-MM-DD`. */
  readonly verifiedDays: ReadonlySet<string>;
  /** Models for which there is evidence that may carry a publication. */
  readonly provenModels: ReadonlySet<string>;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** What to do where evidence is missing. */
  readonly gather: string;
}

/** The lines about one statement: itself, the dates that it states as verified, the models it names. */
export function judgeStatement(sentence: Sentence, terms: StatementTerms): readonly GateLine[] {
  const coverage = coverageOf(sentence, terms.page);
  const own = statementLine(sentence, coverage, terms);
  if (coverage.by !== 'claims') return [own];
  const dates = coverage.dated
    ? datesIn(sentence.text).map((date) => dateLine(sentence.at, date, terms))
    : [];
  const models = modelsIn(sentence, terms.page.models).flatMap((model) =>
    modelLine(sentence, model, terms),
  );
  return [own, ...dates, ...models];
}

/** A block that states a route is a statement in a block. */
export function judgeRoute(block: Block, terms: StatementTerms): readonly GateLine[] {
  const text = block.text.trim();
  const at = { ...block.at, line: block.firstLine };
  return judgeStatement({ kind: 'sentence', text, whole: text, code: [text], at }, terms);
}

function statementLine(sentence: Sentence, coverage: Coverage, terms: StatementTerms): GateLine {
  const { line, column } = sentence.at;
  const common = { line, column, kind: 'statement', text: sentence.text, binding: true } as const;
  if (coverage.by === 'scope') {
    return { ...common, verdict: 'out-of-scope', why: coverage.entry.reason, remedy: null };
  }
  if (coverage.by === 'nothing') return { ...common, ...uncovered(coverage.candidate) };
  const judged = terms.claims.filter(({ claim }) => coverage.claims.includes(claim));
  const worst =
    judged.find(({ verdict }) => verdict === 'contradicted') ??
    judged.find(({ verdict }) => verdict === 'unverified') ??
    judged[0];
  if (worst === undefined) return { ...common, ...uncovered('its claim was not judged') };
  const { verdict, why } = worst;
  return {
    ...common,
    verdict,
    why: `${worst.claim.id}: ${why}`,
    remedy: remedyFor(verdict, terms),
  };
}

function uncovered(candidate: string | null): Pick<GateLine, 'verdict' | 'why' | 'remedy'> {
  if (candidate === null) return { verdict: 'prose', why: 'nothing to verify', remedy: null };
  const remedy =
    'tie it to cases in the claims file, or list it there as out of scope with a reason';
  return { verdict: 'unverified', why: `no claim covers it, and ${candidate}`, remedy };
}

function remedyFor(verdict: WeighedClaim['verdict'], terms: StatementTerms): string | null {
  if (verdict === 'verified') return null;
  if (verdict === 'unverified') return terms.gather;
  return 'have the endpoint mended, or take the statement off the page';
}

function dateLine(
  at: Spot,
  { written, day }: ReturnType<typeof datesIn>[number],
  terms: StatementTerms,
): GateLine {
  const common = {
    line: at.line,
    column: at.column,
    kind: 'date',
    text: written,
    binding: true,
  } as const;
  const remedy = 'renew it with gate --write once the claims are verified';
  if (day === null) {
    return { ...common, verdict: 'contradicted', why: 'it is no day of the calendar', remedy };
  }
  const age = daysBetween(day, terms.now);
  if (age < 0) return { ...common, verdict: 'contradicted', why: 'it lies in the future', remedy };
  if (age > terms.page.maxAgeDays) {
    const why = `it is ${age} days ago, and evidence may be ${terms.page.maxAgeDays} days old at most`;
    return { ...common, verdict: 'unverified', why, remedy };
  }
  if (!terms.verifiedDays.has(day)) {
    return {
      ...common,
      verdict: 'unverified',
      why: 'no live report of that day verifies the page',
      remedy,
    };
  }
  return {
    ...common,
    verdict: 'verified',
    why: 'a live report of that day verifies the page',
    remedy: null,
  };
}

function modelLine(sentence: Sentence, model: string, terms: StatementTerms): readonly GateLine[] {
  const { line, column } = sentence.at;
  const common = { line, column, kind: 'model', text: model, binding: true } as const;
  if (terms.provenModels.has(model)) {
    return [{ ...common, verdict: 'verified', why: 'a live report asks for it', remedy: null }];
  }
  const known = terms.page.models.includes(model);
  const remedy = known
    ? terms.gather
    : 'add it to the models of the claims file, or take it off the page';
  return [
    { ...common, verdict: 'unverified', why: 'no live report that will do asks for it', remedy },
  ];
}

/** Claims that no statement of the page makes, and quotes that are no longer on it. */
export function judgeClaimsFile(
  words: readonly Words[],
  terms: StatementTerms,
): readonly GateLine[] {
  const top = { line: 1, column: 1 };
  const unsaid = unsaidQuotes(words, terms.page);
  const silent = terms.claims
    .filter(({ claim }) => claim.statements.every((quote) => unsaid.has(quote)))
    .map(({ claim, sentence, verdict, why }): GateLine => {
      const remedy = remedyFor(verdict, terms);
      return {
        ...top,
        kind: 'claim',
        text: sentence,
        verdict,
        why: `${claim.id}: ${why}`,
        remedy,
        binding: true,
      };
    });
  const gone = [...unsaid].map((quote): GateLine => {
    const why = 'the claims file quotes it, and the page does not say it';
    const remedy = 'take it out of the claims file, or mend the quote';
    return { ...top, kind: 'note', text: quote, verdict: 'unknown', why, remedy, binding: false };
  });
  return [...silent, ...gone];
}
