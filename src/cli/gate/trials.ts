import { openTransport } from '../../exchange/transport.ts';
import type { Example } from '../../gate/example.ts';
import type { Trial } from '../../gate/trial.ts';
import { tryExample } from '../../gate/try-example.ts';
import type { ResolvedTarget } from '../../target/resolve.ts';
import type { Check } from '../../vocabulary.ts';
import type { Io } from '../io.ts';

/** What trying a page's examples needs. */
export interface TrialOptions {
  readonly resolved: ResolvedTarget;
  readonly checks: readonly Check[];
  readonly page: string;
  readonly io: Io;
  /** Whether anything may be sent at all. */
  readonly send: boolean;
  /** Whether the page's own code may be run. */
  readonly run: boolean;
  /** The Python to run it with; `null`: the one that is found. */
  readonly python: string | null;
}

/** Tries each example of a page, as far as is allowed. */
export async function tryExamples(
  examples: readonly Example[],
  options: TrialOptions,
): Promise<ReadonlyMap<Example, Trial>> {
  return await sendExamples(examples, options);
}

/** Sends each example's request; without a key that is needed, says so instead. */
async function sendExamples(
  examples: readonly Example[],
  options: TrialOptions,
): Promise<ReadonlyMap<Example, Trial>> {
  const { resolved, checks, page, io } = options;
  const { target, key, env } = resolved;
  const reason = unsendable(options);
  if (reason !== null) {
    return new Map(
      examples.map((example) => [example, { ...reason, asked: example.kind === 'curl' }]),
    );
  }
  const transport = await openTransport(target, { key, env });
  const trials = examples.map(async (example): Promise<readonly [Example, Trial]> => {
    const source = `${page}:${example.block.at.line}`;
    const trial = await tryExample(example, { transport, checks, source, signal: io.interrupted });
    return [example, trial];
  });
  return new Map(await Promise.all(trials));
}

function unsendable({
  resolved,
  send,
}: TrialOptions): Omit<Extract<Trial, { kind: 'untried' }>, 'asked'> | null {
  const { target, key } = resolved;
  if (!send) {
    return {
      kind: 'untried',
      reason: 'not sent, as --no-send asks',
      remedy: 'leave --no-send out',
    };
  }
  if (target.apiKeyEnv === null || key !== null) return null;
  return {
    kind: 'untried',
    reason: `not sent: the variable ${target.apiKeyEnv} is not set`,
    remedy: `put the key into ${target.apiKeyEnv} or .env`,
  };
}
