import type { JsonValue } from '../vocabulary.ts';
import { type Miss, missesOf } from './match.ts';
import { readSample, type Sample } from './sample.ts';

/** One event that a page's sample of a stream shows. */
export interface ShownEvent {
  /** Its data as shown: `[DONE]`, or `null` where it is JSON. */
  readonly word: string | null;
  readonly sample: Sample | null;
  /** Line within the block, from 0. */
  readonly line: number;
}

/** A stream's sample, with what of it is not understood. */
export interface SseSample {
  readonly events: readonly ShownEvent[];
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

/** One event that really came. */
export interface CameEvent {
  readonly data: string;
  readonly value: JsonValue | undefined;
}

/** Whether a block shows a stream of events. */
export function looksLikeSse(text: string): boolean {
  return /^\s*data:/m.test(text);
}

/** Reads the events that a block shows. Lines of `...` stand for events left out. */
export function readSseSample(text: string): SseSample {
  const events: ShownEvent[] = [];
  const problems: { line: number; problem: string }[] = [];
  for (const [line, source] of text.split(/\r?\n/).entries()) {
    const data = /^\s*data:\s?(.*)$/.exec(source)?.[1]?.trim();
    if (data === undefined) {
      const known = /^\s*(|\.\.\.|\u2026|:.*|(event|id|retry):.*|#.*|\/\/.*)\s*$/.test(source);
      if (!known)
        problems.push({
          line,
          problem: `"${source.trim().slice(0, 40)}" is no line of an event stream`,
        });
    } else if (data === '...' || data === '\u2026') {
      // Any event at all.
    } else if (!/^[{[]/.test(data) || data === '[DONE]') {
      events.push({ word: data, sample: null, line });
    } else {
      const reading = readSample(data, line);
      if ('sample' in reading) events.push({ word: null, sample: reading.sample, line });
      else problems.push({ line, problem: reading.problem });
    }
  }
  return { events, problems };
}

/**
 * What a sample shows and a stream does not have. Shown events must come in the order shown; one
 * event that came may be several that are shown, since a sample often takes one chunk apart.
 */
export function streamMisses(shown: SseSample, came: readonly CameEvent[]): readonly Miss[] {
  const misses: Miss[] = [];
  let from = 0;
  for (const event of shown.events) {
    const at = came.findIndex((each, n) => n >= from && eventMisses(event, each).length === 0);
    if (at === -1) misses.push(...nearestMiss(event, came.slice(from)));
    else from = at;
  }
  return misses;
}

function eventMisses(shown: ShownEvent, came: CameEvent): readonly Miss[] {
  if (shown.sample !== null) return missesOf(shown.sample, came.value);
  if (came.data === shown.word) return [];
  const actual = came.data.slice(0, 80);
  return [{ line: shown.line, pointer: '', expected: `an event ${shown.word}`, actual }];
}

/** The misses of the event that came closest, since those of the others say nothing. */
function nearestMiss(shown: ShownEvent, came: readonly CameEvent[]): readonly Miss[] {
  if (shown.sample === null) {
    const last = came.at(-1)?.data.slice(0, 80) ?? 'no event';
    const expected = `an event ${shown.word}`;
    return [{ line: shown.line, pointer: '', expected, actual: `a stream that ends with ${last}` }];
  }
  const all = came.map((each) => eventMisses(shown, each)).sort((a, b) => a.length - b.length);
  return all[0] ?? [{ line: shown.line, pointer: '', expected: 'an event', actual: 'no event' }];
}
