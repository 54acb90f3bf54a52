import { applyEdits, type FormattingOptions, type JSONPath, modify } from 'jsonc-parser';
import type { Row } from '../vocabulary.ts';
import { type BaselineReview, type FaultKind, judgeEntries, matchesCase } from './baseline.ts';

/** What the text of a baseline is changed by. */
export interface BaselineProposal {
  /** The whole text of the file. */
  readonly text: string;
  /** Cases whose failure nobody expects yet; a person has to say why it is accepted. */
  readonly added: readonly string[];
  /** Entries that are taken out. */
  readonly removed: readonly { readonly names: string; readonly why: Removal }[];
  /** Entries whose time is over while their cases fail: a person gives a new date, or none. */
  readonly expired: readonly string[];
}

type Removal = Exclude<FaultKind, 'expired'>;

/** What a proposal is made of. */
export interface BaselineSource extends Omit<BaselineReview, 'rows'> {
  readonly rows: readonly Pick<Row, 'case' | 'verdict' | 'reason'>[];
  /** Whether a failure of a row counts; others need no entry. */
  readonly binds: (id: string) => boolean;
}

const FORMAT: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * Proposes the baseline that fits what a report saw: entries that pass or name nothing go, failures
 * without an entry come in. What is there stays as it is written. Reason, owner, link and date of a
 * new entry are empty, and the reader refuses them so: to accept a failure is a person's decision.
 *
 * @param text the file as it is, whose entries `source.entries` are
 */
export function proposeBaseline(text: string, source: BaselineSource): BaselineProposal {
  const judged = judgeEntries(source);
  const gone = judged.flatMap(({ entry, fault }, index) =>
    fault === 'unknown' || fault === 'passes' ? [{ index, names: entry.names, why: fault }] : [],
  );
  const added = source.rows
    .filter(({ case: id, verdict }) => verdict === 'fail' && source.binds(id))
    .map(({ case: id }) => id)
    .filter((id) => !source.entries.some(({ names }) => matchesCase(names, id)));
  // From the last one on, so that the places of the others stay true.
  const without = gone
    .toReversed()
    .reduce((kept, { index }) => edit(kept, ['entries', index], undefined), text);
  const place: JSONPath = ['entries', -1];
  return {
    text: added.reduce((kept, id) => edit(kept, place, unfilled(id)), without),
    added,
    removed: gone.map(({ names, why }) => ({ names, why })),
    expired: judged.filter(({ fault }) => fault === 'expired').map(({ entry }) => entry.names),
  };
}

function unfilled(id: string) {
  return { case: id, reason: '', owner: '', link: '', expires: '' };
}

function edit(text: string, path: JSONPath, value: unknown): string {
  const options = { formattingOptions: FORMAT, isArrayInsertion: value !== undefined };
  return applyEdits(text, modify(text, path, value, options));
}
