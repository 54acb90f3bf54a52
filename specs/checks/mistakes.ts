import type { Mistake, Reading, Step } from '../../src/vocabulary.ts';

/** Plans a check for the error probes that make one of these mistakes. */
export function madeBy(...mistakes: readonly Mistake[]): (step: Step) => boolean {
  return ({ expects }) => expects.mistake !== undefined && mistakes.includes(expects.mistake);
}

/** The reading, where its request made one of these mistakes. */
export function isMadeBy(...mistakes: readonly Mistake[]) {
  return (reading: Reading): readonly Reading[] => {
    const mistake = reading.expects?.mistake;
    return mistake !== undefined && mistakes.includes(mistake) ? [reading] : [];
  };
}

/** The status of an answer; 0 where it is not known. */
export function statusOf({ exchange }: Reading): number {
  return exchange.status ?? 0;
}
