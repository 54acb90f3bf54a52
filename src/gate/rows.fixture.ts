import type { Row } from '../vocabulary.ts';

/** A row for tests: live, MUST, as wanted, unless told otherwise. */
export function row(id: string, verdict: Row['verdict'], more: Partial<Row> = {}): Row {
  const [probe = '', check = ''] = id.split('/');
  return {
    case: id,
    probe,
    check,
    probes: [probe],
    level: 'MUST',
    verdict,
    reason: null,
    detail: null,
    standing: verdict === 'fail' ? 'violating' : 'as-wanted',
    statement: `${check} is as it is`,
    reference: 'this test',
    breaks: 'nothing',
    findings: verdict === 'fail' ? [{ at: {}, expected: 'this', actual: 'that' }] : [],
    facts: [],
    evidence: 'live',
    exchanges: [probe],
    frequency: null,
    unstable: false,
    ...more,
  };
}
