import { coverageOf } from './cover.ts';
import { datesIn, writeLike } from './dates.ts';
import type { Page } from './page.ts';
import { covers } from './quotes.ts';
import type { PageReading } from './reading.ts';

/** What a renewal puts into a page. */
export interface Renewal {
  /** The day of the newest report, `YYYY-MM-DD`. */
  readonly day: string;
}

/** A stretch of the page and what it becomes. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/*
 * Markers are comments, which readers of the page do not see, in either syntax:
 *   <!-- chatspec:date -->2026-03-22<!-- /chatspec:date -->      (Markdown)
 *   {\/* chatspec:models *\/} ... {\/* \/chatspec:models *\/}        (MDX)
 * The names are date, models and conclusion.
 */
const mark = /(?:<!--|\{\/\*)\s*(\/?)chatspec:(date|models|conclusion)\s*(?:-->|\*\/\})/g;

/** What stands between two markers of one name. */
interface Marked {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Pairs each opening marker with the next closing one of its name. */
function markedIn(source: string): readonly Marked[] {
  const found: Marked[] = [];
  let open: { readonly name: string; readonly from: number } | null = null;
  for (const match of source.matchAll(mark)) {
    const [whole, slash, name = ''] = match;
    if (slash === '') open ??= { name, from: match.index + whole.length };
    else if (open?.name === name) {
      found.push({ ...open, to: match.index });
      open = null;
    }
  }
  return found;
}

/**
 * Renews what stands between markers: the date, the list of models, the conclusion in the page's
 * own words. A page without a marker for its date has the date renewed in the statement that its
 * claims file quotes with {date}; the claims file is then what marks the place. Nothing else is
 * touched, and a second renewal changes nothing.
 */
export function renewPage(
  source: string,
  page: Page,
  reading: PageReading,
  renewal: Renewal,
): string {
  const stretches = markedIn(source);
  const marked = stretches.map((each) => editBetween(each, source, page, renewal));
  const dated = stretches.some(({ name }) => name === 'date');
  const quoted = dated ? [] : datesInStatements(source, page, reading, renewal);
  const free = quoted.filter(
    (edit) => !marked.some(({ from, to }) => edit.from >= from && edit.to <= to),
  );
  return [...marked, ...free]
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), source);
}

function editBetween(
  { name, from, to }: Marked,
  source: string,
  page: Page,
  renewal: Renewal,
): Edit {
  const inner = source.slice(from, to);
  const text = name === 'date' ? dateLike(inner, renewal) : listLike(inner, itemsOf(name, page));
  return { from, to, text };
}

function dateLike(inner: string, { day }: Renewal): string {
  const [found] = datesIn(inner);
  if (found === undefined) return inner.trim() === '' ? day : inner;
  return inner.replace(found.written, writeLike(day, found.written));
}

/** An item of a renewed list: how the page may word it already, and how it is worded otherwise. */
interface Item {
  readonly quotes: readonly string[];
  readonly text: string;
}

function itemsOf(name: string, page: Page): readonly Item[] {
  if (name === 'models')
    return page.models.map((model) => ({ quotes: [model], text: `\`${model}\`` }));
  const models = page.models.join('`, `');
  const claims = page.claims.filter(({ concluded }) => concluded === true);
  const outside = page.outOfScope.filter(({ concluded }) => concluded === true);
  return [
    ...claims.map(({ statements, sentence }) => ({
      quotes: statements,
      text: sentence.replaceAll('{model}', models),
    })),
    ...outside.map(({ statement }) => ({ quotes: [statement], text: statement })),
  ];
}

/** A list in the style that stands there: its words, its bullet, its blank lines, its line ends. */
function listLike(inner: string, items: readonly Item[]): string {
  const end = inner.includes('\r\n') ? '\r\n' : '\n';
  const shown = [...inner.matchAll(/^[ \t]*([-*+])[ \t]+(.*)$/gm)].map(
    ([, bullet, words = '']) => ({
      bullet,
      words: words.trimEnd(),
    }),
  );
  const bullet = shown[0]?.bullet ?? '-';
  const list = items.map(({ quotes, text }) => {
    const same = shown.find(({ words }) =>
      quotes.some((quote) => covers(quote, { text: words, whole: words })),
    );
    return `${bullet} ${same?.words ?? text}`;
  });
  const blank = inner.trim() === '';
  const lead = blank ? `${end}${end}` : (/^\s*/.exec(inner)?.[0] ?? '');
  const trail = blank ? `${end}${end}` : (/\s*$/.exec(inner)?.[0] ?? '');
  return `${lead}${list.join(end)}${trail}`;
}

function datesInStatements(
  source: string,
  page: Page,
  reading: PageReading,
  { day }: Renewal,
): readonly Edit[] {
  return reading.sentences.flatMap((sentence) => {
    const coverage = coverageOf(sentence, page);
    if (coverage.by !== 'claims' || !coverage.dated) return [];
    return datesIn(sentence.text).flatMap(({ written }): readonly Edit[] => {
      const from = source.indexOf(written, sentence.at.offset);
      if (from === -1) return [];
      return [{ from, to: from + written.length, text: writeLike(day, written) }];
    });
  });
}
