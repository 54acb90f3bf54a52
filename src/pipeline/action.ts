import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { inertMarkdown } from '../report/escape.ts';
import type { Report } from '../report/format.ts';
import { renderAnnotations, renderStepSummary } from '../report/github.ts';
import { parseReport } from '../report/read.ts';
import { reportStem } from '../report/write.ts';
import { lastWords } from './note.ts';
import { addSummary, setOutputs } from './output.ts';
import { given, type PipelineStep, runChatspec, type World } from './world.ts';

/** Inputs that become an option with their value. */
const OPTIONS: Readonly<Record<string, string>> = {
  INPUT_TARGET: '--target',
  INPUT_MODEL: '--model',
  INPUT_BASE_URL: '--base-url',
  INPUT_API_KEY_ENV: '--api-key-env',
  INPUT_CONFIG: '--config',
  INPUT_BASELINE: '--baseline',
  INPUT_MAX_REQUESTS: '--max-requests',
  INPUT_MAX_TOKENS: '--max-tokens',
  INPUT_REPEAT: '--repeat',
};

/** `action`: what `action.yml` does in another repository's job. */
export const action: PipelineStep = async (world) => {
  const out = given(world, 'INPUT_OUT') ?? 'reports';
  const {
    code,
    out: printed,
    err,
  } = await runChatspec(world, [
    ...['revalidate', '--live', '--json', '--out', out],
    ...optionsOf(world),
  ]);
  if (printed === '') {
    await setOutputs(world, { ...EMPTY, outcome: code === 2 ? 'error' : 'inconclusive' });
    await addSummary(world, `# chatspec: could not be told\n\n${inertMarkdown(lastWords(err))}`);
    return code;
  }
  const report = parseReport(printed, 'the report');
  world.stdout(renderAnnotations(report));
  await addSummary(world, renderStepSummary(report));
  await setOutputs(world, outputsOf(report, await pathOf(report, world, out)));
  return code;
};

function optionsOf(world: World): readonly string[] {
  const level = (given(world, 'INPUT_LEVEL') ?? 'MUST').toUpperCase();
  if (level !== 'MUST' && level !== 'SHOULD') {
    throw new Problem('usage', 'The input level must be MUST or SHOULD.');
  }
  const named = Object.entries(OPTIONS).flatMap(([name, option]) => {
    const value = given(world, name);
    return value === undefined ? [] : [option, value];
  });
  return level === 'SHOULD' ? [...named, '--strict'] : named;
}

const EMPTY = {
  outcome: '',
  partial: 'true',
  'must-failed': '0',
  'should-failed': '0',
  passed: '0',
  'not-tested': '0',
  report: '',
} as const;

function outputsOf({ header, footer, rows }: Report, path: string): Record<string, string> {
  const { MUST, SHOULD, INFO } = footer.totals;
  return {
    outcome: footer.outcome,
    partial: String(header.partial),
    'must-failed': String(MUST.fail),
    'should-failed': String(SHOULD.fail),
    passed: String(MUST.pass + SHOULD.pass + INFO.pass),
    'not-tested': String(rows.filter(({ reason }) => reason === 'not-tested').length),
    report: path,
  };
}

/** Where the report was written: the last of its name, since none is overwritten. */
async function pathOf(report: Report, { cwd }: World, out: string): Promise<string> {
  const names = (await readdir(resolve(cwd, out))).filter(
    (name) => name.startsWith(reportStem(report)) && name.endsWith('.json'),
  );
  const newest = names.toSorted((a, b) => a.length - b.length || a.localeCompare(b)).at(-1) ?? '';
  return join(out, newest);
}
