import { resolve } from 'node:path';
import { diffReports, sayChanges } from '../report/diff.ts';
import { visible } from '../report/escape.ts';
import type { Report } from '../report/format.ts';
import { readReport } from '../report/read.ts';
import type { Io, Register } from './io.ts';

/** `diff A B`: the cases whose verdict changed. Exit 1 where something got worse. */
export const diff: Register = (program, io) => {
  program
    .command('diff')
    .description('what changed between two reports; exit 1 where something got worse')
    .argument('<a>', 'the earlier report')
    .argument('<b>', 'the later report')
    .option('--json', 'print the changes as JSON', false)
    .action(async (a: string, b: string, { json }: { json: boolean }) => {
      const before = await readReport(resolve(io.cwd, a));
      const after = await readReport(resolve(io.cwd, b));
      warnOfStrangers(before, after, io);
      const changes = diffReports(before, after);
      if (json) io.stdout(`${JSON.stringify(changes, null, 2)}\n`);
      else for (const line of sayChanges(changes)) io.stdout(`${visible(line)}\n`);
      io.exitWith(changes.some(({ kind }) => kind === 'worse') ? 1 : 0);
    });
};

function warnOfStrangers(before: Report, after: Report, io: Io): void {
  const [a, b] = [before.header, after.header];
  if (a.target !== b.target || a.model.asked !== b.model.asked) {
    io.stderr(
      `These reports are of different targets or models: ${a.target}, ${a.model.asked} and ${b.target}, ${b.model.asked}.\n`,
    );
  }
  if (a.suite !== b.suite) io.stderr('These reports were made by different suites.\n');
  if (a.partial || b.partial) io.stderr('At least one of these reports is PARTIAL.\n');
}
