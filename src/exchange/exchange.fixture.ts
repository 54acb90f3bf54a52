import type { Exchange } from '../vocabulary.ts';

/** An exchange for tests: a sound, small stream, but for the changes given. */
export function exchangeWith(changes: Partial<Exchange> = {}): Exchange {
  const body = changes.body ?? new TextEncoder().encode(SOUND_STREAM);
  return {
    source: 'stream-plain',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/v1/chat/completions',
      headers: [['content-type', 'application/json']],
      json: { model: 'test-model', messages: [], stream: true },
      text: null,
    },
    status: 200,
    headers: [['Content-Type', 'text/event-stream']],
    body,
    fidelity: 'bytes',
    frames: body.length === 0 ? [] : [[5, body.length]],
    ending: 'complete',
    failure: null,
    headMs: 3,
    endMs: 9,
    attempts: [{ started: '2026-01-31T12:00:00.000Z', status: 200, failure: null, waited: null }],
    evidence: 'live',
    date: '2026-01-31T12:00:00.000Z',
    target: 'local',
    server: null,
    tool: 'chatspec/0.1.0',
    ...changes,
  };
}

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'test-model',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

/** Says "Grüße 🌍" and ends as it should. */
export const SOUND_STREAM = [
  chunk({ role: 'assistant', content: '' }, null),
  chunk({ content: 'Grüße ' }, null),
  chunk({ content: '🌍' }, null),
  chunk({}, 'stop'),
  'data: [DONE]\n\n',
].join('');
