import type { Check, Probe } from '../vocabulary.ts';

/** What is required, and by which requests it is found out. */
export interface Catalogue {
  readonly probes: readonly Probe[];
  readonly checks: readonly Check[];
}

/** What sending probes asks of an endpoint. */
export interface Cost {
  readonly requests: number;
  /** Output tokens asked for, the target's allowance included. */
  readonly tokens: number;
}

/** What the whole contract may cost at most, retries and the target's allowance apart. */
export const mostCost: Cost = { requests: 48, tokens: 3000 };

/**
 * What these probes cost, retries apart. The allowance counts for every request that limits its
 * output; the documented page's own examples are sent unchanged.
 */
export function costOf(probes: readonly Probe[], allowance: number): Cost {
  return {
    requests: probes.reduce((sum, { steps }) => sum + steps.length, 0),
    tokens: probes.reduce(
      (sum, { tokens, steps }) => sum + tokens + (tokens === 0 ? 0 : allowance * steps.length),
      0,
    ),
  };
}

/** The family of a requirement: what stands before the point of its id. */
export function familyOf(check: string): string {
  return check.split('.', 1)[0] ?? check;
}
