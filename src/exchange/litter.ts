/**
 * Counts what is dropped, and has it collected each time that it comes to `most`. V8 does not see how
 * large buffers are behind small objects, and under a hostile server's flood it collects too late.
 * Does nothing where Node runs without `--expose-gc`: npm's scripts have it.
 */
export function litter(most: number, type: 'minor' | 'major'): (amount: number) => void {
  let dropped = 0;
  return (amount) => {
    dropped += amount;
    if (dropped < most) return;
    dropped = 0;
    globalThis.gc?.({ type, execution: 'sync' });
  };
}
