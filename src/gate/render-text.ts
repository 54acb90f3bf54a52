import { shorten, visible } from '../report/escape.ts';
import type { GateLine, GateResult } from './line.ts';

const marks: Record<GateLine['verdict'], string> = {
  verified: 'ok',
  contradicted: 'CONTRADICTED',
  unverified: 'UNVERIFIED',
  'out-of-scope': 'out of scope',
  unknown: 'not understood',
  prose: 'prose',
};

/** The result for a terminal: a verdict per line of the page, then what it amounts to. */
export function renderText(result: GateResult): string {
  const lines = result.lines.map((line) => renderLine(line, result.page));
  return `${lines.join('\n')}\n\n${conclusionOf(result)}\n`;
}

function renderLine(line: GateLine, page: string): string {
  const place = `${page}:${line.line}:${line.column}`;
  const said = `${place}  ${marks[line.verdict]}  ${shorten(visible(line.text), 160)}`;
  if (line.verdict === 'prose') return said;
  const why = `    ${visible(line.why)}`;
  const remedy = line.remedy === null ? [] : [`    -> ${visible(line.remedy)}`];
  return [said, why, ...remedy].join('\n');
}

/** The last words: may the page go out, and on what evidence. */
export function conclusionOf(result: GateResult): string {
  const count = (verdict: GateLine['verdict']): number =>
    result.lines.filter((line) => line.verdict === verdict).length;
  const answer = {
    conforms: 'may go out',
    violates: 'may not go out: production does not do what it says',
    inconclusive: 'may not go out yet: not all that it says is verified',
    error: 'could not be judged',
  }[result.outcome];
  const evidence = result.evidence.map(({ model, report, date, reason }) =>
    report === null
      ? `Evidence for ${model}: none; ${reason}.`
      : `Evidence for ${model}: live report of ${date?.slice(0, 10)} (${report}).`,
  );
  const notRun = result.lines.filter(
    ({ kind, verdict, binding }) => kind === 'example' && verdict === 'unverified' && !binding,
  ).length;
  const totals =
    `${count('verified')} verified, ${count('contradicted')} contradicted, ` +
    `${count('unverified')} unverified, ${count('out-of-scope')} out of scope, ` +
    `${count('unknown')} not understood, ${count('prose')} prose.`;
  const open = notRun === 0 ? [] : [`${notRun} examples were not run; --run-examples runs them.`];
  return [...evidence, totals, ...open, `${result.page} ${answer}.`].map(visible).join('\n');
}
