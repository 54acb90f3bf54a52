import type { Check, Probe } from '../vocabulary.ts';

/** One part of a run that several machines share. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/**
 * The probes of one shard, in their order. The same probes and checks always give the same shards,
 * and every probe is in exactly one. Probes whose answers a check compares stay together, so that
 * each case is judged in one place and nothing is asked for twice; groups go, greatest first, to the
 * shard with the fewest requests.
 */
export function probesOfShard(
  probes: readonly Probe[],
  checks: readonly Check[],
  { number, of }: Shard,
): readonly Probe[] {
  const shards = Array.from({ length: of }, (): Load => ({ requests: 0, probes: new Set() }));
  const groups = groupsOf(probes, checks).map((group) => ({ group, requests: requestsOf(group) }));
  for (const { group, requests } of groups.toSorted((a, b) => b.requests - a.requests)) {
    const least = Math.min(...shards.map((shard) => shard.requests));
    const shard = shards.find((one) => one.requests === least);
    if (shard === undefined) continue;
    shard.requests += requests;
    for (const { id } of group) shard.probes.add(id);
  }
  const own = shards[number - 1]?.probes;
  return probes.filter(({ id }) => own?.has(id));
}

interface Load {
  requests: number;
  readonly probes: Set<string>;
}

function requestsOf(probes: readonly Probe[]): number {
  return probes.reduce((sum, { steps }) => sum + steps.length, 0);
}

/** Probes that some check compares, directly or by way of others, form one group. */
function groupsOf(probes: readonly Probe[], checks: readonly Check[]): readonly Probe[][] {
  const groups = new Map(probes.map((probe) => [probe.id, [probe]]));
  for (const [one, other] of checks.flatMap(({ compares }) => compares ?? [])) {
    const [a, b] = [groups.get(one), groups.get(other)];
    if (a === undefined || b === undefined || a === b) continue;
    a.push(...b);
    for (const { id } of b) groups.set(id, a);
  }
  return [...new Set(groups.values())];
}

/** `shard 1 of 4`. */
export function sayShard({ number, of }: Shard): string {
  return `shard ${number} of ${of}`;
}
