import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { renderStepSummary } from '../report/github.ts';
import { readReport } from '../report/read.ts';
import { RENDERERS } from '../report/render.ts';
import type { Register } from './io.ts';

/** `render REPORT`: a report again, in another form. */
export const render: Register = (program, io) => {
  program
    .command('render')
    .description('print a report again, in another format')
    .argument('<report>', 'a report JSON file')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices([...RENDERERS.keys()])
        .default('markdown'),
    )
    .addHelpText(
      'after',
      '\ngithub prints annotations, and adds the summary to $GITHUB_STEP_SUMMARY where it is set.',
    )
    .action(async (file: string, { format }: { format: string }) => {
      const report = await readReport(resolve(io.cwd, file));
      io.stdout(RENDERERS.get(format)?.(report) ?? '');
      const summary = io.env['GITHUB_STEP_SUMMARY'];
      if (format === 'github' && summary) await appendFile(summary, renderStepSummary(report));
    });
};
