import { exchangeWith } from '../exchange/exchange.fixture.ts';
import type { Check, Exchange, Expectation, Probe, Reading, Step } from '../vocabulary.ts';
import { noFacts, type ReadingFacts, read } from './reading.ts';

/** A step of a probe; its request is not sent in these tests. */
export function stepOf(expects: Expectation = { answer: 'completion' }): Step {
  return { expects, request: () => 'not sent in this test' };
}

/** A probe of one plain answer, but for the changes given. */
export function probeOf(id: string, changes: Partial<Probe> = {}): Probe {
  return {
    id,
    suite: 'text',
    title: id,
    needs: [],
    sender: 'http',
    steps: [stepOf()],
    tokens: 10,
    ...changes,
  };
}

/** A MUST that passes on every completion, stream or error, but for the changes given. */
export function checkOf(
  id: string,
  {
    level = 'MUST',
    ...changes
  }: Partial<Check> & { readonly level?: Check['requirement']['level'] } = {},
): Check {
  return {
    requirement: {
      id,
      level,
      statement: `${id} is as it is`,
      reference: 'this test',
      breaks: 'this test',
    },
    on: ['completion', 'stream', 'error'],
    context: [],
    restsOn: [],
    plannedFor: () => true,
    survivesErrorFrame: false,
    examine: () => ({ subjects: 1, findings: [] }),
    ...changes,
  };
}

/** What a check says that always fails, in these words. */
export function failing(actual = 'it is not', at = {}): Pick<Check, 'examine'> {
  return {
    examine: () => ({ subjects: 1, findings: [{ at, expected: 'it is', actual }] }),
  };
}

/** A reading of a sound stream, but for the changes given. */
export function readingOf(
  changes: Partial<Exchange> = {},
  facts: Partial<ReadingFacts> = {},
): Reading {
  return read(exchangeWith(changes), { ...noFacts, ...facts });
}

/** A reading of a plain answer with this body. */
export function bodyReading(
  body: string | object,
  changes: Partial<Exchange> = {},
  facts: Partial<ReadingFacts> = {},
): Reading {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = [['Content-Type', 'application/json']] as const;
  return readingOf({ body: Buffer.from(text), headers, request: null, ...changes }, facts);
}

/** A reading of a stream whose events have this data. */
export function streamReading(
  data: readonly (string | object)[],
  changes: Partial<Exchange> = {},
  facts: Partial<ReadingFacts> = {},
): Reading {
  const text = data
    .map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`)
    .join('');
  return readingOf({ body: Buffer.from(text), ...changes }, facts);
}
