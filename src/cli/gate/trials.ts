import { join, resolve } from 'node:path';
import { sideBySide } from '../../engine/side-by-side.ts';
import { openTransport, type Transport } from '../../exchange/transport.ts';
import type { FiledReport } from '../../gate/evidence.ts';
import type { Example } from '../../gate/example.ts';
import type { LegalVariation } from '../../gate/legal-streams.ts';
import { reportedTrial } from '../../gate/reported.ts';
import { runExample } from '../../gate/run-example.ts';
import type { Trial } from '../../gate/trial.ts';
import { tryExample } from '../../gate/try-example.ts';
import type { ResolvedTarget } from '../../target/resolve.ts';
import type { Check } from '../../vocabulary.ts';
import type { Io } from '../io.ts';
import { ROOT } from '../root.ts';

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
  /** The table of legal variations, for the page's loops. */
  readonly variations: readonly LegalVariation[];
  /** Live reports that may carry a publication, oldest first. */
  readonly reports: readonly FiledReport[];
}

type Untried = Extract<Trial, { kind: 'untried' }>;

/**
 * Tries each example of a page, as far as is allowed: curl is sent, code is run or its request is
 * sent. Gives one trial for each example, in their order.
 */
export async function tryExamples(
  examples: readonly Example[],
  options: TrialOptions,
): Promise<readonly Trial[]> {
  const { target, key, env } = options.resolved;
  const hindrance = hindranceOf(options);
  if (hindrance !== null)
    return examples.map((example, n) => (n < MOST ? unsent(example, hindrance, options) : tooMany));
  const transport = await openTransport(target, { key, env });
  const tried = await sideBySide(examples.slice(0, MOST), AT_ONCE, (example) =>
    tryOne(example, transport, options),
  );
  return [...tried, ...examples.slice(MOST).map(() => tooMany)];
}

/** Requests of one page that are under way at a time: an endpoint has its limits. */
const AT_ONCE = 8;

/** Examples of one page that are tried, since each costs; no page for readers has as many. */
const MOST = 200;

const tooMany: Trial = {
  kind: 'untried',
  reason: `not sent: of a page ${MOST} examples are tried at most`,
  remedy: 'split the page',
  asked: true,
};

function tryOne(example: Example, transport: Transport, options: TrialOptions): Promise<Trial> {
  const { checks, page, io } = options;
  const source = `${page}:${example.block.at.line}`;
  const common = { transport, checks, source, signal: io.interrupted };
  if (!options.run || example.kind === 'curl') return tryExample(example, common);
  return runExample(example, {
    ...common,
    variations: options.variations,
    place: {
      python: options.python,
      sdk: join(ROOT, 'node_modules/openai'),
      secrets: [...new Set([join(ROOT, '.env'), resolve(io.cwd, '.env')])],
      env: io.env,
    },
  });
}

/** Why nothing can be sent; `null` where it can. */
function hindranceOf({ resolved, send }: TrialOptions): Omit<Untried, 'asked'> | null {
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

/** Where nothing is sent, a live report of the same request speaks; but it has run no code. */
function unsent(
  example: Example,
  hindrance: Omit<Untried, 'asked'>,
  { run, reports }: TrialOptions,
): Trial {
  const code = example.kind === 'code';
  if (code && run) return { ...hindrance, asked: true };
  const reported = reportedTrial(example, reports);
  if (reported !== null) return reported;
  // Code that nobody asked to run keeps no page back.
  return code
    ? { ...hindrance, reason: `not run, and ${hindrance.reason}`, asked: false }
    : { ...hindrance, asked: true };
}
