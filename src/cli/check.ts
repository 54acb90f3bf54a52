import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readFixture } from '../exchange/fixture.ts';
import type { Imported } from '../exchange/import/capture.ts';
import { importFile } from '../exchange/import/import.ts';
import { importRequest } from '../exchange/import/request.ts';
import { Problem } from '../problem.ts';
import { visible } from '../report/escape.ts';
import { exitCodeOf, weightiest } from '../report/outcome.ts';
import type { Dialect, Exchange, ExchangeRequest, Outcome } from '../vocabulary.ts';
import { loadCatalogue } from './check/catalogue.ts';
import { readInput } from './check/input.ts';
import { type Judge, type Judged, untold, weighExchange } from './check/judged.ts';
import { checkLine } from './check/line.ts';
import { checkText, totalText } from './check/text.ts';
import type { Io } from './io.ts';

const DIALECTS: readonly Dialect[] = ['azure'];

const HELP = `
FILE is what curl -i or curl -iN printed, a HAR, an exchange file, or a bare JSON or SSE body;
which it is, is told by its content. - is standard input. Entries of a HAR are named FILE#N, N
counted from 0 among all entries of the log.

Exit codes: 0 every answer conforms, 1 one violates the contract, 2 a file cannot be read, 3 it
could not be told. Where several hold: 2, then 1, then 3.

  curl -sSiN https://host/v1/chat/completions -d @request.json ... > answer.txt
  chatspec check --request request.json answer.txt`;

interface Options {
  readonly json?: true;
  readonly request?: string;
  readonly dialect?: Dialect;
  readonly strict?: true;
}

/** Adds `check`, which judges captured traffic offline. `loadJudge` is put off until it is needed. */
export function check(
  program: Command,
  io: Io,
  loadJudge: () => Promise<Judge> = loadCatalogue,
): void {
  program
    .command('check')
    .description('judge captured traffic: curl -i output, HAR, exchange files, bare bodies')
    .argument('<file...>', 'files to judge one by one; - for standard input')
    .option('--json', 'print one line of JSON per exchange')
    .option('--request <file>', 'the JSON body of the request that bare answers belong to')
    .addOption(new Option('--dialect <name>', 'allow a known set of departures').choices(DIALECTS))
    .option('--strict', 'count SHOULD as MUST')
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: Options) => {
      io.exitWith(await run(files, options, io, loadJudge));
    });
}

async function run(
  files: readonly string[],
  options: Options,
  io: Io,
  loadJudge: () => Promise<Judge>,
): Promise<number> {
  if (files.filter((file) => file === '-').length > 1) {
    throw new Problem('usage', 'standard input can be read once only, and - is given twice');
  }
  const request = await readRequest(options.request, io);
  const judge = await loadJudge();
  const outcomes: Outcome[] = [];
  const codes: number[] = [];
  for (const file of files) {
    try {
      for await (const judged of checkFile(file, { options, io, judge, request })) {
        io.stdout(options.json ? `${checkLine(judged)}\n` : `${checkText(judged)}\n`);
        // A line of JSON has no room for what a person must know.
        if (options.json)
          for (const words of judged.trouble) tell(io, `${judged.source}: ${words}`);
        outcomes.push(judged.outcome);
        codes.push(exitCodeOf(judged.outcome));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      tell(io, error.message);
      codes.push(error.exitCode);
    }
  }
  if (!options.json && codes.length > 1) {
    io.stdout(totalText(outcomes, codes.length - outcomes.length));
  }
  return weightiest(codes);
}

interface CheckContext {
  readonly options: Options;
  readonly io: Io;
  readonly judge: Judge;
  readonly request: ExchangeRequest | null;
}

/** Judges one file; its notes go to standard error. */
async function* checkFile(file: string, context: CheckContext): AsyncGenerator<Judged> {
  const { options, io, judge, request } = context;
  const { captures, notes } = await importInput(file, io);
  for (const note of notes) tell(io, note);
  for (const capture of captures) {
    if (capture.kind === 'untold') {
      yield untold(capture.source, capture.why);
      continue;
    }
    const exchange = withRequest(capture.exchange, request);
    const judgement = judge(exchange, options.dialect ?? null);
    yield weighExchange(judgement, options.strict ?? false, capture.redact);
  }
}

async function importInput(file: string, io: Io): Promise<Imported> {
  const path = resolve(io.cwd, file);
  return importFile(await readInput(file, io), file, {
    readExchangeFile: file === '-' ? null : () => readFixture(path),
  });
}

/** The request that the answer came with is the true one; the option speaks for bare answers. */
function withRequest(exchange: Exchange, request: ExchangeRequest | null): Exchange {
  return exchange.request === null ? { ...exchange, request } : exchange;
}

async function readRequest(file: string | undefined, io: Io): Promise<ExchangeRequest | null> {
  if (file === undefined) return null;
  return importRequest(await readInput(file, io, `the request ${file}`), file);
}

/** Diagnostics may quote a recorder or a file name: no terminal obeys them. */
function tell(io: Io, words: string): void {
  io.stderr(`${visible(words)}\n`);
}
