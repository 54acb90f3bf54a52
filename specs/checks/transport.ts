import { defineCheck } from '../../src/engine/define.ts';
import type { Check } from '../../src/vocabulary.ts';
import { http11 } from './sources.ts';

export const transportChecks: readonly Check[] = [
  defineCheck({
    id: 'transport.body-complete',
    level: 'MUST',
    statement: 'The body of an answer ends as HTTP says',
    reference: `${http11}, section 7.1`,
    breaks:
      'openai-python raises httpx.RemoteProtocolError and openai-node a connection error in the middle of an answer.',
    decision:
      'A body that is cut on one attempt is the network; cut on every attempt, the endpoint.',
    on: ['completion', 'stream', 'error', 'unknown'],
    context: ['ending'],
    survivesErrorFrame: true,
    plannedFor: () => true,
    subjects: ({ exchange }) => {
      // Of a bare body no transfer was seen, so there is none to praise.
      const seen = exchange.status !== null || exchange.frames !== null;
      return seen && exchange.ending !== 'capped' ? [exchange] : [];
    },
    examine: ({ ending, failure, body, attempts }) =>
      ending === 'error'
        ? {
            at: { offset: body.length },
            expected: 'the end of the message as its framing announces it',
            actual: `${failure?.message ?? 'the connection was lost'} (attempts: ${Math.max(1, attempts.length)})`,
          }
        : null,
  }),
];
