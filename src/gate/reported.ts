import { isDeepStrictEqual } from 'node:util';
import type { ExchangeSummary } from '../report/format.ts';
import { isCurl, readCurl } from './curl.ts';
import { dayOf, type FiledReport } from './evidence.ts';
import type { Example } from './example.ts';
import { shellCommands } from './shell.ts';
import type { Trial } from './trial.ts';

/**
 * What live reports say of an example whose very request they sent; `null` where none did. This is
 * for where nothing may be sent: the probes of a page's own examples send them unchanged.
 */
export function reportedTrial(example: Example, reports: readonly FiledReport[]): Trial | null {
  const wanted = example.request?.json ?? null;
  if (wanted === null) return null;
  for (const { report } of reports.toReversed()) {
    const sent = report.exchanges.find(
      (exchange) => exchange.evidence === 'live' && isDeepStrictEqual(bodyOf(exchange), wanted),
    );
    if (sent === undefined) continue;
    const rows = report.rows.filter(({ level, probe }) => level === 'MUST' && probe === sent.probe);
    const failed = rows.find(({ verdict }) => verdict === 'fail');
    const passed = rows.filter(({ verdict }) => verdict === 'pass').length;
    const origin = `the live report of ${dayOf(report.header.started)} sent this very request (${sent.source})`;
    if (failed !== undefined) {
      return {
        kind: 'reported',
        verdict: 'contradicted',
        why: `${origin}, and ${failed.case} failed`,
      };
    }
    if (passed > 0) {
      return {
        kind: 'reported',
        verdict: 'verified',
        why: `${origin}, and ${passed} cases passed`,
      };
    }
  }
  return null;
}

/** The JSON body of the request, from the shell line that the report keeps of it. */
function bodyOf({ curl }: ExchangeSummary): unknown {
  const command = curl === null ? undefined : shellCommands(curl).find(isCurl);
  const reading = command === undefined ? null : readCurl(command);
  if (reading === null || 'problem' in reading || reading.request.body === null) return undefined;
  try {
    return JSON.parse(reading.request.body);
  } catch {
    return undefined;
  }
}
