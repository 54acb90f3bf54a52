import type { Exchange } from '../vocabulary.ts';
import { member } from '../wire/members.ts';
import type { Example } from './example.ts';
import { type LegalVariation, legalStreams } from './legal-streams.ts';
import { readyProgram } from './program.ts';
import { startProxy } from './proxy.ts';
import { runLoops } from './run-loops.ts';
import { runProgram } from './run-program.ts';
import type { RunLimits, RunPlace } from './shut-in.ts';
import { type Trial, weighAnswer } from './trial.ts';
import { judgeAnswer, type TryOptions } from './try-example.ts';

export interface RunOptions extends TryOptions {
  readonly place: RunPlace;
  readonly limits?: RunLimits;
  /** The table of legal variations. */
  readonly variations: readonly LegalVariation[];
}

/** Time for a model that thinks; memory for the SDK and a little more. */
const usualLimits: RunLimits = { time: 90_000, memory: 512 };

/** An example asks once or twice; a program that asks more often is not one. */
const mostRequests = 20;

/** Runs an example through a proxy that alone holds the key, and judges what passed. */
export async function runExample(example: Example, options: RunOptions): Promise<Trial> {
  const exchanges: Exchange[] = [];
  const { transport, source, signal } = options;
  await using proxy = await startProxy({
    transport,
    port: 0,
    sourceOf: (number) => `${source}#${number}`,
    onExchange: (exchange) => exchanges.push(exchange),
    most: mostRequests,
    // Its loop may leave a stream early; the answer is judged as a whole all the same.
    outlastsClients: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const language = example.language === 'python' ? 'python' : 'javascript';
  const program = readyProgram(example, proxy.baseUrl);
  const end = await runProgram(program, language, options.place, options.limits ?? usualLimits);
  await proxy.idle();
  if (end.kind === 'impossible') {
    return { kind: 'untried', reason: end.reason, remedy: end.remedy, asked: true };
  }
  const trials = await Promise.all(
    exchanges.map((exchange) => judgeAnswer(exchange, asksForStream(exchange), 'run', options)),
  );
  // An answer that is wrong explains why the code raised; a right one leaves the code to blame.
  const unsound = trials.find(
    (trial) => trial.kind === 'answered' && weighAnswer(trial).verdict !== 'verified',
  );
  if (unsound !== undefined) return unsound;
  if (end.kind === 'raised') return raised(end.words);
  const last = trials.at(-1);
  if (last?.kind === 'answered' && example.streams) return await withLoops(last, example, options);
  if (last !== undefined) return last;
  const remedy = 'make sure that it takes its address from the page or from OPENAI_BASE_URL';
  return {
    kind: 'untried',
    reason: 'it was run, and sent no chat request to the proxy',
    remedy,
    asked: true,
  };
}

/** Runs the example again, on all that its stream might legally have been. */
async function withLoops(
  trial: Extract<Trial, { kind: 'answered' }>,
  example: Example,
  { place, limits, variations }: RunOptions,
): Promise<Trial> {
  if (trial.view.kind !== 'stream' || variations.length === 0) return trial;
  const streams = legalStreams(trial.exchange, variations);
  return { ...trial, loops: await runLoops(example, streams, place, limits ?? usualLimits) };
}

function raised(words: string): Trial {
  const missing = /No module named|Cannot find (package|module)|ERR_MODULE_NOT_FOUND/.test(words);
  if (!missing) return { kind: 'raised', words };
  const remedy = 'install it beside the SDK, or show the example without it';
  return { kind: 'untried', reason: `not run: ${words}`, remedy, asked: true };
}

function asksForStream({ request }: Exchange): boolean {
  return member(request?.json, 'stream') === true;
}
