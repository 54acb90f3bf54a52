import { datePattern } from './dates.ts';
import type { Claim, OutOfScope, Page } from './page.ts';
import type { Sentence } from './reading.ts';

/** A quote of the claims file, and what quotes it. */
export interface Quote {
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly entry: OutOfScope | null;
}

/** The quotes of a claims file. */
export interface Quotes {
  readonly texts: ReadonlySet<string>;
  /** Those that are a statement, or a longer passage that holds it. */
  about(said: Said): readonly Quote[];
}

/** A statement's own words and those of the paragraph around it. */
type Said = Pick<Sentence, 'text' | 'whole'>;

/** A paragraph longer than this is no paragraph, and is searched for no passage. */
const LONGEST_PASSAGE = 20_000;

const known = new WeakMap<Page, Quotes>();

/**
 * The quotes of a page. A page may have tens of thousands of statements, and its drafted claims file
 * as many quotes, so each is looked up by its words and not held against every other.
 */
export function quotesOf(page: Page): Quotes {
  const found = known.get(page) ?? indexed(page);
  known.set(page, found);
  return found;
}

function indexed(page: Page): Quotes {
  const owners = new Map<string, { text: string; claims: Claim[]; entry: OutOfScope | null }>();
  const owner = (text: string) => {
    const quote = owners.get(text) ?? { text, claims: [], entry: null };
    owners.set(text, quote);
    return quote;
  };
  for (const claim of page.claims) {
    for (const text of claim.statements) owner(text).claims.push(claim);
  }
  for (const entry of page.outOfScope) owner(entry.statement).entry ??= entry;
  const quotes = [...owners.values()].map((quote) => ({ ...quote, key: keyOf(quote.text) }));
  const byKey = Map.groupBy(quotes, ({ key }) => key);
  const within = new Map<string, typeof quotes>();
  /** The quotes that may be a passage of a paragraph. */
  const passages = (whole: string): typeof quotes => {
    const found = within.get(whole) ?? inside(keyOf(whole), quotes);
    within.set(whole, found);
    return found;
  };
  return {
    texts: new Set(owners.keys()),
    about: (said) => {
      const exact = byKey.get(keyOf(said.text)) ?? [];
      const more = isWhole(said) ? [] : passages(said.whole);
      return [...new Set([...exact, ...more])].filter(({ text }) => covers(text, said));
    },
  };
}

function inside<Each extends { readonly key: string }>(
  whole: string,
  quotes: readonly Each[],
): Each[] {
  return quotes.filter(({ key }) => key.length <= whole.length && whole.includes(key));
}

function isWhole({ text, whole }: Said): boolean {
  return text === whole || whole.length > LONGEST_PASSAGE;
}

/** What a quote and all that it covers have in common: the words, with one sign for any date. */
function keyOf(text: string): string {
  return plain(text.replace(dates, '{date}')).toLowerCase();
}

const dates = new RegExp(datePattern, 'gi');

/** Whether a quote of the claims file is this statement, or a longer passage that holds it. */
export function covers(quote: string, said: Said): boolean {
  const pattern = patternOf(quote);
  const text = plain(said.text);
  if (new RegExp(`^${pattern}$`, 'i').test(text)) return true;
  if (isWhole(said)) return false;
  const passage = new RegExp(pattern, 'i').exec(plain(said.whole))?.[0];
  return passage?.includes(text) === true && text !== '';
}

function patternOf(quote: string): string {
  const literals = quote.split('{date}').map((part, n, all) => {
    // Only the quote's own ends lose blanks and punctuation, not the ends at a date.
    const words = all.length === 1 ? plain(part) : squeeze(part);
    const trimmed = n === all.length - 1 ? withoutEnd(words) : words;
    return trimmed.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  });
  return literals.join(datePattern);
}

/** Words as compared: no code marks, one kind of quotes, no punctuation at the end. */
function plain(text: string): string {
  return withoutEnd(squeeze(text).trim());
}

/** By hand: the expression for it takes a time that grows with the square of a run of full stops. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s.:;]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function squeeze(text: string): string {
  return text
    .replace(/[`*]/g, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ');
}
