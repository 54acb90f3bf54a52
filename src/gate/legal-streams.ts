import { mutate } from '../score/mutation.ts';
import type { Operation } from '../score/operation.ts';
import type { Exchange } from '../vocabulary.ts';
import { member } from '../wire/members.ts';

/** A change that leaves a stream legal, from the table of legal variations. */
export interface LegalVariation {
  readonly name: string;
  readonly kind: 'stream' | 'completion' | 'answer' | 'error' | 'any';
  /** The only probes whose answers it fits; all where it is left out. */
  readonly fixtures?: readonly string[];
  readonly except?: readonly string[];
  /** Set where only a target with a declared dialect may do so. */
  readonly target?: unknown;
  readonly operations: readonly Operation[];
}

/** A legal stream and what is unusual about it. */
export interface LegalStream {
  readonly name: string;
  readonly exchange: Exchange;
}

/** A stream that came, and every legal variation of it that its request allows. */
export function legalStreams(
  came: Exchange,
  variations: readonly LegalVariation[],
): readonly LegalStream[] {
  const usage = member(member(came.request?.json, 'stream_options'), 'include_usage') === true;
  // The table speaks of probes; this one asks for the same as the example.
  const probe = usage ? 'stream-usage' : 'stream-plain';
  const varied = variations
    .filter(
      ({ kind, target }) => ['stream', 'answer', 'any'].includes(kind) && target === undefined,
    )
    .filter(
      ({ fixtures, except }) =>
        fixtures?.includes(probe) !== false && except?.includes(probe) !== true,
    )
    .flatMap(({ name, operations }): readonly LegalStream[] => {
      const exchange = mutate(came, operations);
      // What finds nothing to change in this stream says nothing about it.
      return typeof exchange === 'string' ? [] : [{ name, exchange }];
    });
  return [{ name: 'the stream that came', exchange: came }, ...varied];
}
