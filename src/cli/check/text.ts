import { shorten, visible } from '../../report/escape.ts';
import { excerptAt } from '../../report/excerpt.ts';
import { sayPlace } from '../../report/words.ts';
import type { Exchange, Finding, Outcome } from '../../vocabulary.ts';
import type { Failure, Judged } from './judged.ts';

/** Places shown of one check; the rest are counted. */
const PLACES = 3;
/** Characters of foreign text on one line. */
const WIDTH = 400;

const WORDS: Readonly<Record<Outcome, string>> = {
  conforms: 'conforms',
  violates: 'VIOLATES the contract',
  inconclusive: 'could not be told',
  error: 'ERROR: a check of chatspec failed',
};

/** One exchange for a person: what it amounts to, the failures, then what could not be tested. */
export function checkText(judged: Judged): string {
  const kind = judged.reading === null ? '' : ` (${judged.reading.view.kind})`;
  const lines = [`${visible(judged.source)}${kind}: ${WORDS[judged.outcome]}`];
  for (const words of judged.trouble) lines.push(`  ${shown(words)}`);
  for (const failure of judged.failures) {
    lines.push(...failureLines(failure, judged.reading?.exchange ?? null));
  }
  if (judged.reading !== null) lines.push(`  ${countLine(judged)}`);
  for (const [reason, checks] of judged.untested) {
    lines.push(`  not tested, ${plural(checks, 'check')}: ${shown(reason)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The last line for a person: how many of each. */
export function totalText(outcomes: readonly Outcome[], unread: number): string {
  const counts = (['violates', 'error', 'inconclusive', 'conforms'] as const).flatMap((outcome) => {
    const count = outcomes.filter((one) => one === outcome).length;
    return count === 0 ? [] : [`${count} ${TOTALS[outcome]}`];
  });
  if (unread > 0) counts.push(`${plural(unread, 'file')} without an answer that can be read`);
  return `${plural(outcomes.length, 'exchange')}${counts.map((one) => `, ${one}`).join('')}\n`;
}

const TOTALS: Readonly<Record<Outcome, string>> = {
  violates: 'violating',
  error: 'not judged, an error of chatspec',
  inconclusive: 'not to be told',
  conforms: 'conforming',
};

function failureLines({ check, findings }: Failure, exchange: Exchange | null): readonly string[] {
  const { id, level, statement, breaks, reference } = check.requirement;
  const rest = findings.length - PLACES;
  return [
    '',
    `  ${level} ${id}: ${statement}`,
    ...findings.slice(0, PLACES).flatMap((finding) => placeLines(finding, exchange)),
    ...(rest > 0 ? [`    and at ${plural(rest, 'more place')}`] : []),
    `    breaks    ${breaks}`,
    `    written   ${reference}`,
    '',
  ];
}

function placeLines(finding: Finding, exchange: Exchange | null): readonly string[] {
  const excerpt = exchange === null ? null : excerptAt(exchange, finding.at);
  return [
    `    at        ${shown(sayPlace(finding.at))}`,
    `    expected  ${shown(finding.expected)}`,
    `    actual    ${shown(finding.actual)}`,
    ...(excerpt === null ? [] : [`    bytes     ${shown(excerpt)}`]),
  ];
}

function countLine({ failures, passed }: Judged): string {
  const failed = (level: string) =>
    failures.filter(({ check }) => check.requirement.level === level).length;
  return `${failed('MUST')} MUST and ${failed('SHOULD')} SHOULD failed, ${passed} passed`;
}

/** Foreign text on one line that no terminal obeys. */
function shown(text: string): string {
  return shorten(visible(text), WIDTH);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
