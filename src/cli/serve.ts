import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import type { Bench } from '../score/bench.ts';
import { corrupt } from '../score/detection.ts';
import { startFixtureServer } from '../score/fixture-server.ts';
import { readLegal, readLegalEntries } from '../score/legal-table.ts';
import { DEFECTS, EXCHANGES, LEGAL, openOwnBench, ROOT } from '../score/own-fixtures.ts';
import type { ServedAnswer } from '../score/recognise.ts';
import { readDefectEntries, readDefects } from '../score/tables.ts';
import type { Io, Register } from './io.ts';
import { suggest } from './nearest.ts';
import { portNumber } from './options.ts';

const HELP = `
Point any client at the address that is printed; it needs no key. A request of a probe gets the answer
of its fixture, any other one the nearest of its kind, with the model that it asks for. Without
--defect and --legal all answers are sound. Ends at Ctrl-C with exit code 0.`;

interface ServeOptions {
  readonly defect?: string;
  readonly legal?: string;
  readonly list?: true;
  readonly port: number;
  readonly fixtures?: string;
  readonly fast: boolean;
}

/** `serve`: an endpoint that misbehaves in one named way, for whoever writes a client. */
export const serve: Register = (program, io) => {
  program
    .command('serve')
    .description('answer from the fixtures, with one defect or one legal variation')
    .option('--defect <name>', 'the defect: one of fixtures/defects.json')
    .option('--legal <name>', 'the legal variation: one of fixtures/legal.json')
    .option('--list', 'print the names of all defects and variations, and stop')
    .option('--port <n>', 'the port of 127.0.0.1; default: any free one', portNumber, 0)
    .option('--fixtures <dir>', 'answers to serve; default: fixtures/exchanges/crazyrouter')
    .option('--fast', 'do not keep the recorded times', false)
    .addHelpText('after', HELP)
    .action((options: ServeOptions) => runServe(options, io));
};

async function runServe(options: ServeOptions, io: Io): Promise<void> {
  if (options.list) {
    io.stdout(await listAll());
    return;
  }
  if (options.defect !== undefined && options.legal !== undefined) {
    throw new Problem('usage', '--defect and --legal exclude each other: give one of them');
  }
  const bench = await openOwnBench(resolve(io.cwd, options.fixtures ?? EXCHANGES));
  const { answers, about } = await answersFor(options, bench);
  await using server = await startFixtureServer({
    answers: () => answers,
    timing: options.fast ? 'dropped' : 'kept',
    port: options.port,
    onAnswer: (request, answer) => io.stderr(`${request}: ${sayAnswered(answer)}\n`),
  });
  io.stdout(`${server.baseUrl}\n`);
  io.stderr(`${about} Ctrl-C ends it.\n`);
  await ended(io.interrupted);
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

function sayAnswered(answer: ServedAnswer | null): string {
  if (answer === null) return 'no fixture answers it';
  return `${answer.exchange.source}${answer.changed ? ', changed' : ''}`;
}

interface Served {
  readonly answers: readonly ServedAnswer[];
  /** What is served, in a sentence. */
  readonly about: string;
}

async function answersFor({ defect, legal }: ServeOptions, bench: Bench): Promise<Served> {
  const sound = bench.spots.map(
    (spot): ServedAnswer => ({ spot, exchange: bench.exchangeAt(spot), changed: false }),
  );
  if (defect !== undefined) {
    mustBeNamed(defect, 'defect', await readDefectEntries(DEFECTS));
    const [found] = await readDefects(DEFECTS, bench, defect);
    const exchange = found === undefined ? null : corrupt(bench, found);
    if (found === undefined || exchange === null || typeof exchange === 'string') {
      throw new Problem('usage', `${defect} does not fit these fixtures: ${exchange}`);
    }
    const checks = [...found.findings].join(', ');
    return {
      answers: sound.map((one) =>
        one.spot.probe === found.spot.probe && one.spot.step === found.spot.step
          ? { ...one, exchange, changed: true }
          : one,
      ),
      about: `${found.about} It breaks ${checks}.`,
    };
  }
  if (legal !== undefined) {
    mustBeNamed(legal, 'legal variation', (await readLegalEntries(LEGAL)).legal);
    const [found] = (await readLegal(LEGAL, ROOT, bench, legal)).variations;
    return {
      answers: sound.map((one) => {
        const changed = found?.answers.find(
          ({ spot }) => spot.probe === one.spot.probe && spot.step === one.spot.step,
        );
        return changed === undefined ? one : { ...one, exchange: changed.exchange, changed: true };
      }),
      about: `${found?.about} It is legal.`,
    };
  }
  return { answers: sound, about: 'All answers are sound.' };
}

function mustBeNamed(
  name: string,
  what: string,
  known: readonly { readonly name: string }[],
): void {
  const names = known.map((one) => one.name);
  if (names.includes(name)) return;
  throw new Problem(
    'usage',
    `There is no ${what} ${name}.${suggest(name, names)} serve --list names them all.`,
  );
}

async function listAll(): Promise<string> {
  const line = ({ name, about }: { readonly name: string; readonly about: string }) =>
    `  ${name}: ${about}\n`;
  const defects = await readDefectEntries(DEFECTS);
  const { legal } = await readLegalEntries(LEGAL);
  return [
    `Defects (${defects.length}):\n`,
    ...defects.map(line),
    `\nLegal variations (${legal.length}):\n`,
    ...legal.map(line),
  ].join('');
}
