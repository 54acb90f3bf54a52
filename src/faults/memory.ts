import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks. The kernel keeps the peak itself, so nothing short is missed. */
const EVERY = 15;

/**
 * Watches the peak of resident memory of a process and of all below it, by `VmHWM` of `/proc`, where
 * there is one. Each process counts for itself: that is what a limit on a process would see.
 */
export class Memory {
  readonly #timer: NodeJS.Timeout;
  #peak: number | null = null;

  constructor(pid: number | undefined) {
    this.#timer = setInterval(() => {
      for (const one of pid === undefined ? [] : familyOf(pid)) {
        const peak = peakOf(one);
        if (peak !== null) this.#peak = Math.max(this.#peak ?? 0, peak);
      }
    }, EVERY);
  }

  /** Ends the watch; the greatest peak in MiB, or `null` where none could be read. */
  stop(): number | null {
    clearInterval(this.#timer);
    return this.#peak;
  }
}

function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter((one) => one !== '')
        .map(Number),
    );
  } catch {
    // It has ended in between, or this system has no /proc.
    return [];
  }
}

function peakOf(pid: number): number | null {
  try {
    const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
