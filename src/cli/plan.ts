import { costOf } from '../engine/catalogue.ts';
import { countOf } from '../report/words.ts';
import type { Probe, Target } from '../vocabulary.ts';

/** What a live run sends and costs at most, retries and the preflight apart. */
export function sayPlan(probes: readonly Probe[], target: Target, repeat: number): string {
  const { requests, tokens } = costOf(probes, target.reasoningAllowance);
  const dollars = ((tokens * repeat * (target.price?.output ?? 0)) / 1e6).toFixed(4);
  const price = target.price === null ? '' : `, at most $${dollars} for them`;
  return (
    `${target.name}, ${target.model}: ${countOf(requests * repeat, 'request')}, ` +
    `${tokens * repeat} output tokens asked for${price}\n`
  );
}
