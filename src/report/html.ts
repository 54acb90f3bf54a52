import { phraseHtml, inertXml as text } from './escape.ts';
import {
  type FailureGroup,
  groupFailures,
  type OtherPlace,
  placesBeside,
  sourceOf,
} from './failure-group.ts';
import type { Report, ReportClaim, ReportFinding, ReportRow } from './format.ts';
import { shownNames, unsteadyPlaces, untestedPlaces } from './left-open.ts';
import { LEVELS, VERDICTS } from './totals.ts';
import {
  sayClaim,
  sayClaimEvidence,
  sayCounts,
  sayEntry,
  sayEvidence,
  sayFrequency,
  sayPlace,
  titleOf,
} from './words.ts';

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--bad:#c22;--good:#283;--dim:#777}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem}
pre{overflow-x:auto;border:1px solid var(--line);padding:.5rem;font-size:.85rem;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;font-size:.9rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .75rem;margin:.5rem 0}dt{color:var(--dim)}dd{margin:0}
summary{cursor:pointer}
th,td{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
.violates,.fail,.error{color:var(--bad)}.conforms,.pass{color:var(--good)}
.skip,.inconclusive{color:var(--dim)}
.note{border-left:4px solid var(--bad);padding-left:.75rem}
@media(max-width:40rem){.cases thead{display:none}.cases tr{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}
.cases td{display:inline-block;border:0;padding:0 .6rem 0 0}.cases td:first-child{display:block}}
`;

/**
 * A report as one page that needs nothing else: no script, no font, no other file. Whatever a
 * server sent is text in it, and the policy in its head forbids the rest.
 */
export function renderHtml(report: Report): string {
  const { header, footer } = report;
  const title = text(titleOf(report));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1 class="${footer.outcome}">${title}</h1>
<p class="note">${text(sayEvidence(report))}</p>
${notes(report)}
<h2>Conclusion</h2>
<p>${text(sayCounts(report))}</p>
<ul>${footer.claims.map(claim).join('')}</ul>
<h2>Failures</h2>
${
  groupFailures(report)
    .map((group) => failure(group, report))
    .join('\n') || '<p>None.</p>'
}
${places('Unstable', unsteadyPlaces(report))}
${places('Not tested', untestedPlaces(report))}
<h2>Totals</h2>
${totals(report)}
<h2>Cases</h2>
<details><summary>All ${report.rows.length} of them</summary>
<table class="cases"><thead><tr><th>case</th><th>level</th><th>verdict</th><th>detail</th></tr></thead>
<tbody>${report.rows.map(row).join('\n')}</tbody></table>
</details>
<h2>About this report</h2>
<p>${text(header.target)} at ${text(header.baseUrl)}; asked for ${text(header.model.asked)},
reported ${text(header.model.reported ?? 'none')}; ${header.mode}; started ${text(header.started)},
ended ${text(footer.ended)}; planned ${header.planned}, judged ${footer.judged};
${text(header.tool)}, suite ${text(header.suite)}.</p>
</body>
</html>
`;
}

function notes(report: Report): string {
  const { partial, partialReasons, warnings } = report.header;
  const stale = report.footer.stale.map(({ at, problem }) => `Baseline, ${at}: ${problem}`);
  const sentences = [
    ...(partial ? ['PARTIAL: this is not the whole contract.', ...partialReasons] : []),
    ...warnings,
    ...stale,
  ];
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((sentence) => `<li>${text(sentence)}</li>`).join('')}</ul>`;
}

function claim(one: ReportClaim): string {
  const evidence = one.verdict === 'out-of-scope' ? '' : ` (${sayClaimEvidence(one.evidence)})`;
  return `<li><strong>${sayClaim(one)}</strong>${text(evidence)}: ${phraseHtml(one.sentence)}: ${text(one.why)}</li>`;
}

function failure(group: FailureGroup, report: Report): string {
  const { rows, level, name, expected } = group;
  const [one, ...others] = rows;
  const [first] = one.findings;
  const curl = report.exchanges.find(({ source }) => source === sourceOf(one))?.curl;
  const standing = one.standing === 'expected-failure' ? 'Expected, ' : '';
  const count = others.length === 0 ? '' : `, in ${rows.length} probes`;
  const frequency = sayFrequency(one);
  const often = frequency === '' ? '' : ` It ${frequency}.`;
  const beside = placesBeside(group).map(
    ({ names, words }) => `<li>${text([names.join(', '), words].join(': '))}</li>`,
  );
  return `<section><h3 class="${level === 'MUST' ? 'fail' : 'inconclusive'}">${standing}${level}: ${text(name)}${count}</h3>
<p>${phraseHtml(one.statement)} (${phraseHtml(one.reference)}).${text(often)}</p>
<p>Breaks: ${phraseHtml(one.breaks)}</p>
${expected === null ? '' : `<p>Expected ${text(sayEntry(expected))}</p>`}
${first === undefined ? '' : inFull(first, one)}
${curl ? `<p>Ask again:</p><pre>${text(curl)}</pre>` : ''}
${beside.length === 0 ? '' : `<p>Also in:</p><ul>${beside.join('')}</ul>`}</section>`;
}

function inFull(finding: ReportFinding, row: ReportRow): string {
  const excerpt = finding.excerpt ? `<pre>${text(finding.excerpt)}</pre>` : '';
  return `<dl><dt>Place</dt><dd>${text(finding.exchange ?? row.probe)}, ${text(sayPlace(finding.at))}</dd>
<dt>Expected</dt><dd>${text(finding.expected)}</dd>
<dt>Actual</dt><dd>${text(finding.actual)}</dd></dl>${excerpt}`;
}

function places(title: string, all: readonly OtherPlace[]): string {
  if (all.length === 0) return '';
  const items = all.map(({ names, words }) => {
    const { shown, left } = shownNames(names);
    const more = left > 0 ? ` and ${left} more` : '';
    return `<li>${text(words)}${names.length === 0 ? '' : `: ${text(shown.join(', '))}${more}`}</li>`;
  });
  return `<h2>${title}</h2><ul>${items.join('')}</ul>`;
}

function totals(report: Report): string {
  const lines = LEVELS.map((level) => {
    const cells = VERDICTS.map((verdict) => `<td>${report.footer.totals[level][verdict]}</td>`);
    return `<tr><th>${level}</th>${cells.join('')}</tr>`;
  });
  const heads = VERDICTS.map((verdict) => `<th>${verdict}</th>`).join('');
  return `<table><thead><tr><th>level</th>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function row(one: ReportRow): string {
  const detail = [one.reason ?? '', one.detail ?? '', ...one.facts].filter((part) => part !== '');
  return `<tr><td>${text(one.case)}</td><td>${one.level}</td><td class="${one.verdict}">${one.verdict}</td><td>${text(detail.join('; '))}</td></tr>`;
}
