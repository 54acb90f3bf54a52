import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { draftClaims } from '../gate/draft.ts';
import type { GateResult } from '../gate/line.ts';
import { renderGithub } from '../gate/render-github.ts';
import { renderSarif } from '../gate/render-sarif.ts';
import { renderText } from '../gate/render-text.ts';
import { Problem, wordsOf } from '../problem.ts';
import { visible } from '../report/escape.ts';
import { exitCodeOf, weightiest } from '../report/outcome.ts';
import { CONFIG_NAME, readConfig } from '../target/config.ts';
import { claimsPath, readSource } from './gate/files.ts';
import type { GateOptions } from './gate/options.ts';
import { gatePage } from './gate/page.ts';
import type { Io, Register } from './io.ts';

const HELP = `
A page rests on the newest whole live report of its target for each of its models. Its claims file
is specs/pages/NAME.json, NAME being the page's file name without its ending.

Exit codes: 0 every page may go out, 1 a page says what production does not do, 2 a file or option
is wrong, 3 it could not be told. Where several hold: 2, then 1, then 3.

A curl example is sent by chatspec. Code of a page is run only with --run-examples: that is to run
a stranger's code. It gets an empty environment, a temporary folder, limits, and no key.`;

/** `gate`: may these pages be published? */
export const gate: Register = (program, io) => {
  addOptions(program.command('gate'))
    .description('may this page be published? judges its claims, examples, samples and dates')
    .argument('<page...>', 'pages, Markdown or MDX')
    .addHelpText('after', HELP)
    .action((pages: readonly string[], options: GateOptions) => gatePages(pages, options, io));
};

function addOptions(command: Command): Command {
  return command
    .option('--reports <dir>', 'the folder of live reports', 'reports')
    .option('--claims <file>', 'another claims file than specs/pages/NAME.json; for one page')
    .option('--json', 'print the results as one JSON on stdout', false)
    .addOption(new Option('--format <name>', 'print for a pipeline').choices(['sarif', 'github']))
    .option('--write', 'renew date, models and conclusion of a verified page', false)
    .option('--live', 'first gather the live evidence that is missing or too old', false)
    .option('--init', 'write a draft of the claims file, and judge nothing', false)
    .option('--run-examples', "run the page's own code, shut in and without the key", false)
    .option('--no-send', 'send no example')
    .option('--strict', 'what could not be tried keeps the page back', false)
    .option('--python <file>', 'the Python that has the openai package')
    .option('--target <name>', 'another target of the config than the claims file names')
    .option('--base-url <url>', 'an endpoint that stands in for the page\u2019s own')
    .option('--api-key-env <name>', 'the environment variable that holds the key')
    .option('--config <file>', 'another config file than chatspec.config.json')
    .option('--allow-http', 'allow http: to other hosts than this one', false)
    .option('--max-requests <n>', 'with --live: stop after that many requests')
    .option('--max-tokens <n>', 'with --live: stop before asking for more output tokens');
}

async function gatePages(pages: readonly string[], options: GateOptions, io: Io): Promise<void> {
  if (options.claims !== undefined && pages.length > 1) {
    throw new Problem('usage', '--claims is for one page: give one page, or leave --claims out.');
  }
  if (options.json && options.format !== undefined) {
    throw new Problem('usage', 'Give --json or --format, not both.');
  }
  if (options.init) {
    for (const page of pages) await initPage(page, options, io);
    return;
  }
  const results: GateResult[] = [];
  const codes: number[] = [];
  for (const page of pages) {
    try {
      const result = await gatePage(page, options, io);
      results.push(result);
      codes.push(exitCodeOf(result.outcome));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      io.stderr(`${error.message}\n`);
      codes.push(error.exitCode);
    }
  }
  io.stdout(render(results, options));
  io.exitWith(io.interrupted.aborted ? 130 : weightiest(codes));
}

function render(results: readonly GateResult[], options: GateOptions): string {
  if (options.json) return `${JSON.stringify({ format: 1, pages: results }, null, 2)}\n`;
  if (options.format === 'sarif') return renderSarif(results);
  if (options.format === 'github') return renderGithub(results);
  return results.map(renderText).join('\n');
}

/** Writes a draft of a page's claims file; one that is there is never overwritten. */
async function initPage(path: string, options: GateOptions, io: Io): Promise<void> {
  const { reading, blocks } = await readSource(path, io.cwd);
  const target = options.target ?? (await defaultTarget(options, io)) ?? 'TARGET';
  const draft = draftClaims(reading, blocks, target);
  const file = claimsPath(path, options, io);
  try {
    await writeFile(file, `${JSON.stringify(draft, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw new Problem('file', `The claims file ${file} cannot be written: ${wordsOf(error)}.`);
  }
  io.stdout(`${file}\n`);
  for (const question of draft.undecided ?? []) io.stderr(`To decide: ${visible(question)}\n`);
}

/** The config's default target, as the most likely one that a new page speaks of. */
async function defaultTarget(options: GateOptions, io: Io): Promise<string | undefined> {
  const path =
    options.config === undefined ? join(io.cwd, CONFIG_NAME) : resolve(io.cwd, options.config);
  const config = await readConfig(path).catch(() => null);
  return config?.defaultTarget;
}
