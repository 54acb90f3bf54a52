import { costOf } from '../engine/catalogue.ts';
import { CONFIRMATIONS } from '../engine/confirm.ts';
import { mostInput } from '../engine/input.ts';
import { declaredAbsent } from '../engine/support.ts';
import { RETRY } from '../exchange/retry.ts';
import { countOf } from '../report/words.ts';
import type { Probe, Target } from '../vocabulary.ts';

/** As much of the options as bounds what a run costs. */
export interface PlanOptions {
  readonly repeat: number;
  readonly maxRequests?: number;
  readonly maxTokens?: number;
}

/**
 * What a live run sends, and what it costs at most: every request tried as often as may be, and
 * every finding of good manners confirmed.
 */
export function sayPlan(
  probes: readonly Probe[],
  target: Target,
  { repeat, maxRequests, maxTokens }: PlanOptions,
): string {
  const sent = probes.filter((probe) => declaredAbsent(probe, target) === null);
  const { requests, tokens } = costOf(sent, target.reasoningAllowance);
  const input = mostInput(sent, target);
  const most = RETRY.attempts * (repeat > 1 ? repeat : 1 + CONFIRMATIONS);
  const mostRequests = Math.min(requests * most, maxRequests ?? Number.POSITIVE_INFINITY);
  const mostTokens = Math.min(tokens * most, maxTokens ?? Number.POSITIVE_INFINITY);
  const share = requests === 0 ? 0 : mostRequests / requests;
  const { price } = target;
  const dollars = (inputs: number, outputs: number) =>
    `$${((inputs * (price?.input ?? 0) + outputs * (price?.output ?? 0)) / 1e6).toFixed(4)}`;
  const once = price === null ? '' : `, at most ${dollars(input * repeat, tokens * repeat)}`;
  const worst = price === null ? '' : `, ${dollars(input * share, mostTokens)}`;
  return (
    `${target.name}, ${target.model}: ${countOf(requests * repeat, 'request')}, ` +
    `${tokens * repeat} output tokens asked for${once}\n` +
    `With every retry and confirmation at most ${countOf(mostRequests, 'request')}, ` +
    `${mostTokens} output tokens${worst}\n`
  );
}
