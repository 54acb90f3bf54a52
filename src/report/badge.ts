import type { Outcome } from '../vocabulary.ts';
import type { Report } from './format.ts';
import { dayOf } from './words.ts';

const COLOURS: Readonly<Record<Outcome, string>> = {
  conforms: 'brightgreen',
  violates: 'red',
  inconclusive: 'lightgrey',
  error: 'lightgrey',
};

/**
 * A report as the JSON that a shields.io endpoint badge reads. Green is for whole live runs only:
 * a badge has no room to say that the evidence was written by hand.
 */
export function renderBadge(report: Report): string {
  const { header, footer } = report;
  const whole = header.evidence?.kind === 'live' && !header.partial;
  const words = [
    footer.outcome,
    dayOf(header.evidence?.date ?? header.started),
    ...(header.evidence === null || header.evidence.kind === 'live' ? [] : [header.evidence.kind]),
    ...(header.partial ? ['partial'] : []),
  ];
  const colour = footer.outcome === 'conforms' && !whole ? 'yellow' : COLOURS[footer.outcome];
  const badge = {
    schemaVersion: 1,
    label: `${header.target} ${header.model.asked}`,
    message: words.join(' · '),
    color: colour,
  };
  return `${JSON.stringify(badge, null, 2)}\n`;
}
