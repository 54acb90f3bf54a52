import type { Place } from '../../vocabulary.ts';
import type { Judged } from './judged.ts';

/** What JSON leaves as it is and a terminal may obey: DEL, C1 controls, direction marks, line ends. */
const LIVE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One exchange as one line of JSON, in the form that pipelines read. */
export function checkLine(judged: Judged): string {
  const line = JSON.stringify({
    source: judged.source,
    kind: judged.reading?.view.kind ?? 'unknown',
    outcome: judged.outcome,
    findings: judged.failures.flatMap(({ check, findings }) =>
      findings.map(({ at, expected, actual }) => ({
        check: check.requirement.id,
        level: check.requirement.level,
        at: placeOf(at),
        expected,
        actual,
      })),
    ),
  });
  return line.replace(LIVE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** These three members and no others, whatever the engine adds later. */
function placeOf({ event, offset, pointer }: Place): Place {
  return {
    ...(event === undefined ? {} : { event }),
    ...(offset === undefined ? {} : { offset }),
    ...(pointer === undefined ? {} : { pointer }),
  };
}
