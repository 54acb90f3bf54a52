import type { Clock } from '../exchange/clock.ts';
import { say } from '../exchange/failure.ts';
import type { TransportFailure } from '../vocabulary.ts';

/** What a run may spend at most; `null` for no limit. Retries count, as the endpoint counts them. */
export interface Budget {
  readonly maxRequests: number | null;
  /** Output tokens asked for. */
  readonly maxTokens: number | null;
}

export interface MeterOptions {
  readonly clock: Clock;
  readonly budget?: Partial<Budget> | undefined;
  /** Requests in any 60 seconds. */
  readonly rpm?: number | null | undefined;
}

const MINUTE = 60_000;

/** Counts what a run sends and holds it to its budget and its rate, shared by all probes. */
export class Meter {
  readonly #options: MeterOptions;
  readonly #sent: number[] = [];
  #requests = 0;
  #tokens = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  get spent(): { readonly requests: number; readonly tokens: number } {
    return { requests: this.#requests, tokens: this.#tokens };
  }

  /** Whether a request may go out that asks for so many output tokens; waits for the rate. */
  admit(tokens: number, signal?: AbortSignal): Promise<TransportFailure | null> {
    const denied = this.#deny(tokens);
    if (denied !== null) return Promise.resolve(denied);
    // Counted before the wait, so that those who wait do not overspend together.
    this.#requests += 1;
    this.#tokens += tokens;
    const turn = this.#turn.then(() => this.#wait(signal));
    this.#turn = turn.catch(() => {});
    return turn.then(() => null);
  }

  #deny(tokens: number): TransportFailure | null {
    const { maxRequests = null, maxTokens = null } = this.#options.budget ?? {};
    if (maxRequests !== null && this.#requests + 1 > maxRequests) {
      return say('budget', `not sent: the budget of ${maxRequests} requests is spent`);
    }
    if (maxTokens !== null && this.#tokens + tokens > maxTokens) {
      return say(
        'budget',
        `not sent: it asks for ${tokens} output tokens and ${maxTokens - this.#tokens} of the budget of ${maxTokens} are left`,
      );
    }
    return null;
  }

  async #wait(signal?: AbortSignal): Promise<void> {
    const { rpm = null, clock } = this.#options;
    if (rpm === null) return;
    const oldest = this.#sent.length < rpm ? undefined : this.#sent.shift();
    if (oldest !== undefined) {
      const ms = oldest + MINUTE - clock.elapsed();
      if (ms > 0) await clock.sleep(ms, signal);
    }
    this.#sent.push(clock.elapsed());
  }
}

/** The output tokens that a request body asks for: its limit for each answer; 0 without a limit. */
export function tokensAsked(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  const members = new Map<string, unknown>(Object.entries(json));
  const limit = members.get('max_tokens') ?? members.get('max_completion_tokens');
  const n = members.get('n');
  const answers = typeof n === 'number' && n > 0 ? n : 1;
  return typeof limit === 'number' && limit > 0 ? Math.ceil(limit * answers) : 0;
}
