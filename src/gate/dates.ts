/** Dates as pages write them. */

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const month = months.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|');

/** Sources of the three ways in which pages write a day. */
const iso = '\\b\\d{4}[-/.]\\d{2}[-/.]\\d{2}\\b';
const american = `\\b(?:${month})\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}\\b`;
const european = `\\b\\d{1,2}(?:st|nd|rd|th)? (?:${month})\\.? \\d{4}\\b`;

/** The pattern of any date, without anchors, for use in a larger one. */
export const datePattern = `(?:${iso}|${american}|${european})`;

/** A date found in a text. */
export interface FoundDate {
  /** As it is written. */
  readonly written: string;
  readonly index: number;
  /** `YYYY-MM-DD`; `null` where it is written like a date and is none (31 February). */
  readonly day: string | null;
}

/** Every date in a text, in order. */
export function datesIn(text: string): readonly FoundDate[] {
  return [...text.matchAll(new RegExp(datePattern, 'gi'))].map((match) => ({
    written: match[0],
    index: match.index,
    day: dayOf(match[0]),
  }));
}

function dayOf(written: string): string | null {
  const numbers = (written.match(/\d+/g) ?? []).map(Number);
  const named = months.findIndex((name) => written.toLowerCase().includes(name.slice(0, 3)));
  const [first = 0, second = 0, third = 0] = numbers;
  if (named === -1) return realDay(first, second, third);
  return realDay(second, named + 1, first);
}

function realDay(year: number, monthNumber: number, day: number): string | null {
  const date = new Date(Date.UTC(year, monthNumber - 1, day));
  const same = date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : null;
}

/** Writes a day the way another date is written. */
export function writeLike(day: string, written: string): string {
  const [year = '', monthDigits = '', dayDigits = ''] = day.split('-');
  const separator = /^\d{4}([-/.])/.exec(written)?.[1];
  if (separator !== undefined) return [year, monthDigits, dayDigits].join(separator);
  const long = months[Number(monthDigits) - 1] ?? '';
  const word = /[A-Za-z]{3,}/.exec(written)?.[0] ?? '';
  const short = word.length === 3 && long.length !== 3 ? long.slice(0, 3) : long;
  const name = /^[A-Z]/.test(word) ? `${short.slice(0, 1).toUpperCase()}${short.slice(1)}` : short;
  const number = String(Number(dayDigits));
  const comma = written.includes(',') ? ',' : '';
  return /^\d/.test(written) ? `${number} ${name} ${year}` : `${name} ${number}${comma} ${year}`;
}

/** Whole days from one moment to another, both ISO 8601; a day counts once it has begun. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((dayStart(to) - dayStart(from)) / 86_400_000);
}

function dayStart(moment: string): number {
  return Date.parse(`${moment.slice(0, 10)}T00:00:00Z`);
}
