import type { Socket } from 'node:net';
import { CHUNKED_HEAD, chunkOf, startRawServer } from '../../exchange/raw-server.ts';
import { MODEL, type Peer } from '../fault.ts';

/** A sound completion whose text is the one given. */
export const completion = (content: string): string =>
  JSON.stringify({
    id: 'chatcmpl-fault',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: MODEL,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 },
  });

/** One event of a sound stream. */
export const chunkEvent = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-fault',
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: MODEL,
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

/** The events with which a sound stream begins. */
export const streamStart = (): string =>
  chunkEvent({ role: 'assistant', content: '' }) + chunkEvent({ content: 'AI learns.' });

/** The beginning of a chunked stream, with its head. */
export const openStream = (): string => `${CHUNKED_HEAD}${chunkOf(streamStart())}`;

/** A peer that does the same to every request. */
export async function startPeer(answer: (socket: Socket, nth: number, request: string) => void) {
  const server = await startRawServer(answer);
  return { ...server, requests: () => server.requests.length } satisfies Peer;
}

/**
 * Sends the same bytes for ever, as fast as the other side takes them, or until `most` bytes are
 * sent; `then` comes after the last of these.
 */
export function pour(socket: Socket, piece: Buffer, most = Number.POSITIVE_INFINITY, then = '') {
  let sent = 0;
  const more = () => {
    while (!socket.destroyed && sent < most) {
      sent += piece.length;
      if (!socket.write(piece)) return;
    }
    if (sent < most || socket.destroyed) return;
    socket.off('drain', more);
    socket.end(then);
  };
  socket.on('drain', more);
  more();
}
