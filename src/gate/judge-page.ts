import type { Exchange } from '../vocabulary.ts';
import { weighClaims } from './claim-evidence.ts';
import { dayOf, type FiledReport, type ModelEvidence } from './evidence.ts';
import type { BlockKind, Example } from './example.ts';
import { findingLine, judgeExample } from './judge-examples.ts';
import { judgeShape } from './judge-shapes.ts';
import {
  judgeClaimsFile,
  judgeRoute,
  judgeStatement,
  type StatementTerms,
} from './judge-statements.ts';
import { type GateLine, type GateResult, outcomeOfLines } from './line.ts';
import type { Page } from './page.ts';
import type { Block, PageReading } from './reading.ts';
import type { Trial } from './trial.ts';

/** Everything on which the judgement of a page rests; nothing else is looked at. */
export interface GateInput {
  /** The page's path as it was given. */
  readonly path: string;
  readonly page: Page;
  readonly reading: PageReading;
  /** What each block of the reading is, in its order. */
  readonly blocks: readonly BlockKind[];
  readonly evidence: readonly ModelEvidence[];
  /** Every live, whole report that the terms allow, also those of earlier days. */
  readonly reports: readonly FiledReport[];
  readonly trials: ReadonlyMap<Example, Trial>;
  /** Live exchanges of the evidence, by source. */
  readonly stored: ReadonlyMap<string, Exchange>;
  readonly informative: ReadonlySet<string>;
  readonly baseUrl: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly strict: boolean;
}

/** Judges a page, line by line. Pure. */
export function judgePage(input: GateInput): GateResult {
  const { page, reading, evidence } = input;
  const claims = weighClaims(page, evidence, input.informative);
  const terms: StatementTerms = {
    page,
    claims,
    verifiedDays: verifiedDays(input),
    provenModels: new Set(evidence.flatMap(({ model, filed }) => (filed === null ? [] : [model]))),
    now: input.now,
    gather: 'gather live evidence with gate --live, or with revalidate --live',
  };
  const routes = reading.blocks.filter((_, n) => input.blocks[n]?.kind === 'route');
  const words = [
    ...reading.sentences,
    ...routes.map(
      ({ text }) => ({ kind: 'sentence', text: text.trim(), whole: text, code: [] }) as const,
    ),
  ];
  const lines = [
    ...(page.undecided ?? []).map(undecidedLine),
    ...judgeClaimsFile(words, terms),
    ...reading.sentences.flatMap((sentence) => judgeStatement(sentence, terms)),
    ...reading.blocks.flatMap((block, n) => judgeBlock(block, n, input, terms)),
    ...reading.notes.map(noteLine),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return {
    page: input.path,
    title: reading.title,
    target: page.target,
    baseUrl: input.baseUrl,
    lines,
    claims: claims.map(({ claim, sentence, verdict, why }) => ({
      id: claim.id,
      sentence,
      verdict,
      why,
    })),
    evidence: evidence.map(({ model, filed, reason }) => ({
      model,
      report: filed?.path ?? null,
      date: filed?.report.header.started ?? null,
      reason,
    })),
    outcome: outcomeOfLines(lines, input.strict),
  };
}

/** The days on which live reports verified every claim for every model. */
function verifiedDays(input: GateInput): ReadonlySet<string> {
  const days = new Set(input.reports.map(({ report }) => dayOf(report.header.started)));
  return new Set(
    [...days].filter((day) => {
      const ofDay = input.page.models.map((model): ModelEvidence => {
        const filed = input.reports.findLast(
          ({ report }) =>
            dayOf(report.header.started) === day && report.header.model.asked === model,
        );
        return { model, filed: filed ?? null, reason: null };
      });
      return weighClaims(input.page, ofDay, input.informative).every(
        ({ verdict }) => verdict === 'verified',
      );
    }),
  );
}

function judgeBlock(
  block: Block,
  n: number,
  input: GateInput,
  terms: StatementTerms,
): readonly GateLine[] {
  const kind = input.blocks[n];
  const common = {
    line: block.at.line,
    column: block.at.column,
    kind: 'block',
    text: block.text.trim().split('\n')[0]?.slice(0, 60) ?? '',
    binding: false,
  } as const;
  switch (kind?.kind) {
    case 'route':
      return judgeRoute(block, terms);
    case 'example': {
      const reason = 'it was not tried';
      const untried: Trial = { kind: 'untried', reason, remedy: 'try it', asked: true };
      const trial = input.trials.get(kind.example) ?? untried;
      return judgeExample(kind.example, trial, {
        models: input.page.models,
        baseUrl: input.baseUrl,
      });
    }
    case 'shape':
      return judgeShape(block, kind.form, answerFor(n, kind.form, input));
    case 'request': {
      if (kind.findings.length > 0) return kind.findings.map(findingLine);
      return [
        {
          ...common,
          verdict: 'prose',
          why: 'a request whose members are all documented',
          remedy: null,
        },
      ];
    }
    case 'setup':
      return [{ ...common, verdict: 'prose', why: 'sends no chat request', remedy: null }];
    default: {
      const remedy = 'a person must look at it';
      return [{ ...common, verdict: 'unknown', why: kind?.why ?? 'not understood', remedy }];
    }
  }
}

/** The answer that a sample belongs to: that of the nearest example above it, else a stored one. */
function answerFor(
  n: number,
  form: 'completion' | 'stream' | 'error',
  input: GateInput,
): Exchange | null {
  if (form === 'error') return null;
  for (const kind of input.blocks.slice(0, n).toReversed()) {
    if (kind.kind !== 'example' || kind.example.streams !== (form === 'stream')) continue;
    const trial = input.trials.get(kind.example);
    if (trial?.kind === 'answered' && trial.exchange.status === 200) return trial.exchange;
  }
  return input.stored.get(input.page.shapes?.[form] ?? '') ?? null;
}

function noteLine({ at, message }: PageReading['notes'][number]): GateLine {
  const { line, column } = at;
  const text = 'this place';
  return {
    line,
    column,
    kind: 'note',
    text,
    verdict: 'unknown',
    why: message,
    remedy: null,
    binding: false,
  };
}

function undecidedLine(text: string): GateLine {
  return {
    line: 1,
    column: 1,
    kind: 'note',
    text,
    verdict: 'unverified',
    why: 'the claims file is a draft in which this is still undecided',
    remedy: 'decide it in the claims file, and take it out of "undecided"',
    binding: true,
  };
}
