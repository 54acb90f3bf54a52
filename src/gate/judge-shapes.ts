import type { Exchange, JsonValue, View } from '../vocabulary.ts';
import { view } from '../wire/view.ts';
import type { GateLine } from './line.ts';
import type { Miss } from './match.ts';
import type { Block } from './reading.ts';
import { readSample } from './sample.ts';
import {
  type CameEvent,
  looksLikeSse,
  readSseSample,
  type SseSample,
  streamMisses,
} from './sse-sample.ts';

/** The lines about one sample: each thing that it shows and that did not come. */
export function judgeShape(
  block: Block,
  form: 'completion' | 'stream' | 'error',
  exchange: Exchange | null,
): readonly GateLine[] {
  const text =
    form === 'stream'
      ? 'sample of a stream'
      : `sample of ${form === 'error' ? 'an error' : 'an answer'}`;
  const common = {
    line: block.at.line,
    column: block.at.column,
    kind: 'shape',
    text,
    binding: true,
  } as const;
  const sample = readShape(block, form);
  const unread = sample.problems.map(
    ({ line, problem }): GateLine => ({
      ...common,
      line: block.firstLine + line,
      verdict: 'unknown',
      why: `the sample is not understood here: ${problem}`,
      remedy: 'write JSON, with ... for what is left out',
    }),
  );
  if (sample.events.length === 0) return unread;
  if (form === 'error') {
    const why = 'samples of errors are not compared';
    return [...unread, { ...common, verdict: 'unknown', why, remedy: null, binding: false }];
  }
  const came = exchange === null ? null : cameEvents(view(exchange), form);
  if (exchange === null || came === null) {
    const why =
      exchange === null
        ? 'no live answer is at hand to compare it with'
        : `the answer was no ${form}`;
    const remedy = 'give the key, so that the example above it can be sent';
    return [...unread, { ...common, verdict: 'unverified', why, remedy }];
  }
  const misses = streamMisses(sample, came);
  if (misses.length > 0) {
    const lines = block.text.split('\n');
    return [...unread, ...misses.map((miss) => missLine(miss, block, lines))];
  }
  const why = `all that it shows came (${exchange.source})`;
  return [...unread, { ...common, verdict: 'verified', why, remedy: null }];
}

/** A single JSON value is a sample of one event: both forms are then compared in one way. */
function readShape(block: Block, form: 'completion' | 'stream' | 'error'): SseSample {
  if (form === 'stream' && looksLikeSse(block.text)) return readSseSample(block.text);
  const reading = readSample(block.text);
  if ('problem' in reading) {
    return { events: [], problems: [{ line: reading.line, problem: reading.problem }] };
  }
  return { events: [{ word: null, sample: reading.sample, line: 0 }], problems: [] };
}

function cameEvents(seen: View, form: 'completion' | 'stream'): readonly CameEvent[] | null {
  if (seen.kind !== form) return null;
  if (seen.kind === 'completion') return [{ data: '', value: seen.doc.value }];
  if (seen.kind !== 'stream') return null;
  return seen.events.map(({ block, doc }): { data: string; value: JsonValue | undefined } => ({
    data: block.data.trim(),
    value: doc.value,
  }));
}

function missLine(
  { line, pointer, expected, actual }: Miss,
  block: Block,
  lines: readonly string[],
): GateLine {
  const source = lines[line] ?? '';
  return {
    line: block.firstLine + line,
    column: source.length - source.trimStart().length + (block.columns[line] ?? 1),
    kind: 'shape',
    text: source.trim(),
    verdict: 'contradicted',
    why: `the page shows ${expected} at ${pointer === '' ? 'this place' : pointer}, and ${actual} came`,
    remedy: 'have the endpoint mended, or show what really comes',
    binding: true,
  };
}
