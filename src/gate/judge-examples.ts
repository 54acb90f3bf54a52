import type { Example, PageFinding } from './example.ts';
import type { GateLine } from './line.ts';
import { findingAt } from './page-finding.ts';
import { type Trial, weighAnswer } from './trial.ts';

/** What examples are judged by. */
export interface ExampleTerms {
  readonly models: readonly string[];
  readonly baseUrl: string;
}

/** The lines about one example: what reading finds, and what trying it came to. */
export function judgeExample(
  example: Example,
  trial: Trial,
  terms: ExampleTerms,
): readonly GateLine[] {
  return [
    ...example.findings.map(findingLine),
    ...addressFindings(example, terms).map(findingLine),
    ...modelFindings(example, terms).map(findingLine),
    ...loopLines(example, trial),
    trialLine(example, trial),
  ];
}

/** A finding as a line of the gate. */
export function findingLine(finding: PageFinding): GateLine {
  const { line, column, text, verdict, why, remedy } = finding;
  return { line, column, kind: 'example', text, verdict, why, remedy, binding: true };
}

/** The address is replaced when an example is tried, so a wrong path is found here or nowhere. */
function addressFindings(
  { block, request, kind }: Example,
  terms: ExampleTerms,
): readonly PageFinding[] {
  const url = request?.url ?? null;
  // A variable or a placeholder in it is the reader's own.
  if (url === null || /[${<]/.test(url)) return [];
  // curl takes an address without a scheme for http.
  const whole = kind === 'curl' && !/^\w+:\/\//.test(url) ? `http://${url}` : url;
  const found = (why: string, remedy: string): readonly PageFinding[] => [
    findingAt(block, offsetOf(block.text, url), {
      text: url,
      verdict: 'contradicted',
      why,
      remedy,
    }),
  ];
  if (!URL.canParse(whole)) {
    return found('the address of the example is not a URL', 'write the whole address');
  }
  const shown = new URL(whole);
  const right = new URL(`${terms.baseUrl.replace(/\/+$/, '')}/chat/completions`);
  if (shown.pathname.replace(/\/+$/, '') === right.pathname) return [];
  const why = `the example calls ${shown.pathname}, and the target serves ${right.pathname}`;
  return found(why, `write ${right.pathname}`);
}

function modelFindings({ block, request }: Example, terms: ExampleTerms): readonly PageFinding[] {
  const model = request?.json?.['model'];
  if (typeof model !== 'string' || terms.models.includes(model)) return [];
  return [
    findingAt(block, offsetOf(block.text, model), {
      text: model,
      verdict: 'unverified',
      why: `the example asks for ${model}, which is not among the models of the claims file`,
      remedy: 'add it to the models of the claims file, or mend the example',
    }),
  ];
}

function offsetOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return Math.max(0, at === -1 ? text.indexOf(part.replace(/\/chat\/completions$/, '')) : at);
}

/** What running it on legal streams came to; one line for each, since each has its own remedy. */
function loopLines({ block }: Example, trial: Trial): readonly GateLine[] {
  if (trial.kind !== 'answered') return [];
  const loop = block.text.split('\n').findIndex((line) => /^\s*(async\s+)?for\b/.test(line));
  return trial.loops.map(({ stream, words }) => ({
    line: block.firstLine + Math.max(0, loop),
    column: 1,
    kind: 'example',
    text: block.text.split('\n')[Math.max(0, loop)]?.trim() ?? '',
    verdict: 'contradicted',
    why: `the example fails on a legal stream (${stream}): ${words.slice(0, 200)}`,
    remedy: 'mend the example: every client that copies it fails there',
    binding: true,
  }));
}

function trialLine(example: Example, trial: Trial): GateLine {
  const { block } = example;
  const what = block.title === '' ? example.language : `${example.language} (${block.title})`;
  const text = `example: ${what}`;
  const common = { line: block.at.line, column: block.at.column, kind: 'example', text } as const;
  if (trial.kind === 'untried') {
    const { reason, remedy, asked } = trial;
    return { ...common, verdict: 'unverified', why: reason, remedy, binding: asked };
  }
  if (trial.kind === 'raised') {
    const why = `running it failed: ${trial.words}`;
    const remedy = 'mend the example';
    return { ...common, verdict: 'contradicted', why, remedy, binding: true };
  }
  const { verdict, why } = trial.kind === 'reported' ? trial : weighAnswer(trial);
  const run = trial.kind === 'answered' && trial.how === 'run';
  if (verdict === 'verified' && !run && example.kind === 'code') {
    // Its request was answered well, but nobody has seen its own code read the answer.
    const said = `not run (of its request: ${why})`;
    const remedy = 'run it with --run-examples';
    return { ...common, verdict: 'unverified', why: said, remedy, binding: false };
  }
  const remedy = {
    verified: null,
    contradicted: 'have the endpoint mended, or mend the example',
    unverified: 'try again when the endpoint answers',
  }[verdict];
  return { ...common, verdict, why, remedy, binding: true };
}
