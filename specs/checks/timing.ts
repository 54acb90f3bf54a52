import { defineFact } from '../../src/engine/define.ts';
import type { Check, Reading } from '../../src/vocabulary.ts';
import { streamingGuide } from './sources.ts';

/** Events within this many milliseconds of each other came together. */
const together = 50;
/** A latency below this says nothing about buffering. */
const noticeable = 500;

function times(reading: Reading): readonly number[] {
  return reading.view.kind === 'stream'
    ? reading.view.events.flatMap(({ ms }) => (ms === null ? [] : [ms]))
    : [];
}

const common = { reference: streamingGuide, context: ['times'] } as const;

export const timingChecks: readonly Check[] = [
  defineFact({
    ...common,
    id: 'timing.first-byte',
    statement: 'The time to the first byte, and to the end of the answer',
    on: ['completion', 'stream'],
    facts: ({ exchange }) => {
      const first = exchange.frames?.[0]?.[0];
      return first === undefined || exchange.endMs === null
        ? []
        : [`first byte after ${Math.round(first)} ms, end after ${Math.round(exchange.endMs)} ms`];
    },
  }),
  defineFact({
    ...common,
    id: 'timing.first-content',
    statement: 'The time to the first text of a stream',
    on: ['stream'],
    facts: ({ view }) => {
      if (view.kind !== 'stream') return [];
      const first = view.textFragments.find(({ text }) => text !== '');
      const event = view.events.find(({ event }) => event === first?.at.event);
      return event?.ms === null || event?.ms === undefined
        ? []
        : [`first text after ${Math.round(event.ms)} ms`];
    },
  }),
  defineFact({
    ...common,
    id: 'timing.longest-gap',
    statement: 'The longest silence within the body',
    on: ['stream'],
    facts: ({ exchange }) => {
      const arrivals = (exchange.frames ?? []).map(([ms]) => ms);
      const gaps = arrivals.slice(1).map((ms, n) => ms - (arrivals[n] ?? ms));
      return gaps.length === 0 ? [] : [`longest silence ${Math.round(Math.max(...gaps))} ms`];
    },
  }),
  defineFact({
    ...common,
    id: 'timing.all-at-once',
    statement: 'Whether all events came together after the full latency',
    on: ['stream'],
    facts: (reading) => {
      const all = times(reading);
      const first = all[0];
      const last = all.at(-1);
      if (first === undefined || last === undefined || all.length < 3) return [];
      return last - first <= together && first >= noticeable
        ? [
            `all ${all.length} events within ${Math.round(last - first)} ms, after ${Math.round(first)} ms: no streaming to be seen`,
          ]
        : [`${all.length} events over ${Math.round(last - first)} ms`];
    },
  }),
  defineFact({
    ...common,
    id: 'timing.open-after-done',
    statement: 'How long the body stays open after the terminator',
    on: ['stream'],
    facts: ({ view, exchange }) => {
      if (view.kind !== 'stream' || exchange.endMs === null) return [];
      const done = view.events.find(({ kind }) => kind === 'done');
      return done?.ms === null || done?.ms === undefined
        ? []
        : [`body open for ${Math.max(0, Math.round(exchange.endMs - done.ms))} ms after [DONE]`];
    },
  }),
];
