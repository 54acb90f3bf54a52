import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { parseBaseline } from '../engine/baseline-file.ts';
import { type BaselineProposal, proposeBaseline } from '../engine/baseline-update.ts';
import { folderOf } from '../engine/replay-plan.ts';
import { Problem, wordsOf } from '../problem.ts';
import type { Report } from '../report/format.ts';
import { binds } from '../report/outcome.ts';
import { readReport } from '../report/read.ts';
import { countOf } from '../report/words.ts';
import type { Io, Register } from './io.ts';
import { baselinePath, knownCases } from './knowledge.ts';
import { defaultTargetOf } from './revalidate.ts';
import { ROOT } from './root.ts';

interface BaselineOptions {
  readonly update: boolean;
  readonly target?: string;
  readonly baseline?: string;
  readonly config?: string;
}

const HELP = `
Without a report, the newest one of the target in reports/ is taken, else in reports/replay/.
A new entry has an empty reason, owner, link and date: revalidate refuses the file until a person
has filled them in, or taken the entry out. Nothing here is invented.`;

/** `baseline [REPORT]`: the expected failures that fit a report. */
export const baseline: Register = (program, io) => {
  program
    .command('baseline')
    .description("propose a target's expected failures from a report")
    .argument('[report]', 'a report JSON file')
    .option('--update', 'write the file; without it, it is printed', false)
    .option('--target <name>', 'take the newest report of this target; default: defaultTarget')
    .option('--baseline <file>', 'another file than specs/baselines/<target>.json')
    .option('--config <file>', 'another config file than chatspec.config.json')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: BaselineOptions) => propose(file, options, io));
};

async function propose(file: string | undefined, options: BaselineOptions, io: Io): Promise<void> {
  const report = await readReport(resolve(io.cwd, file ?? (await newestReport(options, io))));
  const shown = options.baseline ?? baselinePath(report.header.target);
  const path = resolve(io.cwd, shown);
  const text = await readText(path, shown);
  const proposal = proposeBaseline(text, {
    entries: parseBaseline(text, shown),
    day: io.now().toISOString().slice(0, 10),
    known: knownCases(),
    rows: report.rows,
    binds: bindsIn(report),
  });
  if (!options.update) {
    io.stdout(proposal.text);
  } else if (proposal.added.length + proposal.removed.length > 0) {
    await write(path, shown, proposal.text);
  }
  for (const line of sayProposal(proposal, shown)) io.stderr(`${line}\n`);
}

/** Whether the failure of a case decides in the run that a report is of. */
function bindsIn({ rows, header }: Report): (id: string) => boolean {
  const levels = new Map(rows.map(({ case: id, level }) => [id, level]));
  return (id) => binds(levels.get(id) ?? 'INFO', header.strict);
}

function sayProposal(proposal: BaselineProposal, shown: string): readonly string[] {
  const { added, removed, expired } = proposal;
  const why = { unknown: 'no case is called so', passes: 'it passes' } as const;
  const lines = [
    ...removed.map((entry) => `Out: ${entry.names}: ${why[entry.why]}.`),
    ...added.map((id) => `In: ${id} fails.`),
    ...expired.map((names) => `Expired: ${names}: give a new date and its reason, or take it out.`),
  ];
  if (added.length > 0) {
    lines.push(
      `Fill in reason, owner, link and expires of ${countOf(added.length, 'case')} in ${shown}: it is refused until then.`,
    );
  }
  return lines.length === 0 ? [`${shown} fits the report: nothing to change.`] : lines;
}

/** The text of the file, or of an empty one where there is none. */
async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty(path);
    throw new Problem('file', `the baseline ${shown} cannot be read: ${wordsOf(error)}`);
  }
}

/** A baseline without entries; inside the project it names its schema, for editors. */
function empty(path: string): string {
  const schema = relative(dirname(path), join(ROOT, 'schemas/files/baseline.schema.json'));
  const inside = !relative(ROOT, path).startsWith('..');
  const file = { ...(inside ? { $schema: schema } : {}), entries: [] };
  return `${JSON.stringify(file, null, 2)}\n`;
}

async function write(path: string, shown: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  } catch (error) {
    throw new Problem('file', `the baseline ${shown} cannot be written: ${wordsOf(error)}`);
  }
}

/** The newest report of a target, by the date in its name. */
async function newestReport(options: BaselineOptions, io: Io): Promise<string> {
  const target = options.target ?? (await defaultTargetOf(options, io));
  if (target === null) {
    throw new Problem('usage', 'There is no config with a defaultTarget: name a report.');
  }
  for (const folder of ['reports', 'reports/replay']) {
    const names = await readdir(resolve(io.cwd, folder)).catch(() => []);
    const newest = names
      .filter((name) => name.endsWith('.json') && name.includes(`--${folderOf(target)}--`))
      // On collision the later one has the longer name.
      .toSorted((a, b) => a.slice(0, 18).localeCompare(b.slice(0, 18)) || a.length - b.length)
      .at(-1);
    if (newest !== undefined) return join(folder, newest);
  }
  throw new Problem(
    'file',
    `There is no report of ${target} in reports or reports/replay: run revalidate first, or name a report.`,
  );
}
