import type { JsonObject, Probe, Target } from '../vocabulary.ts';

/** What stands for a request that is built from an answer: a dialogue of two turns, in bytes. */
const BUILT_LATER = 2_000;

/**
 * Input tokens that these probes cost at most: no token is shorter than a byte of the body that
 * carries it. What is built from earlier answers is not known beforehand and counts as 2,000.
 */
export function mostInput(probes: readonly Probe[], target: Target): number {
  const { model, tokenLimit, reasoningAllowance, body } = target;
  const limit = (tokens: number): JsonObject => ({ [tokenLimit]: tokens + reasoningAllowance });
  const extra = Buffer.byteLength(JSON.stringify(body));
  return probes
    .flatMap(({ steps }) => steps)
    .reduce((sum, step) => {
      const built = step.request({ model, earlier: [], limit });
      if (typeof built === 'string') return sum + BUILT_LATER + extra;
      const text = built.text ?? JSON.stringify(built.json ?? {});
      return sum + Buffer.byteLength(text) + extra;
    }, 0);
}
