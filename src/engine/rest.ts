import type { Row } from '../vocabulary.ts';

/** Where the check failed on which another rests. */
export type RestPlace = 'the same answer' | 'the answer to compare with';

/** Why a case could not be told where a check on which it rests failed. */
export function sayRest(check: string, place: RestPlace): string {
  return `it rests on ${check}, which failed on ${place}`;
}

/** The case whose failure kept a row from being tested, read back from its detail; else `null`. */
export function causeOf({ detail, probes }: Pick<Row, 'detail' | 'probes'>): string | null {
  const [, check, place] =
    /^it rests on (\S+), which failed on (the same answer|the answer to compare with)$/.exec(
      detail ?? '',
    ) ?? [];
  const probe = place === 'the same answer' ? probes[0] : probes[1];
  return check === undefined || probe === undefined ? null : `${probe}/${check}`;
}
