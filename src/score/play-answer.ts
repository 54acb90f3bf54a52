import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Exchange, Frame } from '../vocabulary.ts';
import { member, stringOf } from '../wire/members.ts';

export interface PlayOptions {
  /** Whether head and arrivals come at the recorded times, or as fast as they can be written. */
  readonly timing: 'kept' | 'dropped';
  /** The model that was asked for: it takes the place of the recorded one. */
  readonly model: string | null;
  readonly signal: AbortSignal;
}

/** Headers that say how the recorded body was transferred: the server decides that anew. */
const transfer = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive']);

/**
 * Sends a recorded answer: its status, headers in their case and order, and its arrivals one by one.
 * It ends as the recording does: at the end of the body, with a broken connection, or not at all
 * where the client or a limit ended it.
 */
export async function playAnswer(
  response: ServerResponse,
  recorded: Exchange,
  { timing, model, signal }: PlayOptions,
): Promise<void> {
  const exchange = model === null ? recorded : withModel(recorded, model);
  const { body, ending } = exchange;
  const started = performance.now();
  const until = async (ms: number | null) => {
    const left = (ms ?? 0) - (performance.now() - started);
    if (timing === 'kept' && left > 0) await wait(left, undefined, { signal });
  };
  await until(exchange.headMs);
  response.sendDate = false;
  const sized = ending === 'complete' && says(exchange, 'content-length');
  response.writeHead(exchange.status ?? 502, [
    ...headersOf(exchange),
    ...(sized ? ['Content-Length', String(body.length)] : []),
  ]);
  response.flushHeaders();
  let at = 0;
  for (const [ms, bytes] of exchange.frames ?? []) {
    await until(ms);
    if (response.destroyed) return;
    await written(response, body.subarray(at, at + bytes));
    at += bytes;
  }
  if (at < body.length) await written(response, body.subarray(at));
  await until(exchange.endMs);
  if (ending === 'complete') response.end();
  if (ending === 'error' || ending === null) response.destroy();
}

/** Each arrival is handed to the network by itself. */
function written(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}

function headersOf({ headers }: Exchange): readonly string[] {
  return (headers ?? []).flatMap(([name, value]) =>
    transfer.has(name.toLowerCase()) ? [] : [name, value],
  );
}

function says({ headers }: Exchange, name: string): boolean {
  return (headers ?? []).some(([own]) => own.toLowerCase() === name);
}

/** The answer with another model wherever it names the one that its own request asked for. */
function withModel(exchange: Exchange, model: string): Exchange {
  const recorded = stringOf(member(exchange.request?.json, 'model'));
  if (recorded === null || recorded === model) return exchange;
  const text = Buffer.from(exchange.body).toString('latin1');
  const named = new RegExp(`("model"\\s*:\\s*)${literal(JSON.stringify(recorded))}`, 'g');
  const asked = Buffer.from(JSON.stringify(model), 'utf8').toString('latin1');
  const ends = [...text.matchAll(named)].map(({ index, 0: all }) => index + all.length);
  const longer = asked.length - JSON.stringify(recorded).length;
  let before = 0;
  let at = 0;
  const frames = (exchange.frames ?? []).map(([ms, bytes]): Frame => {
    at += bytes;
    const end = Math.max(before, at + ends.filter((one) => one <= at).length * longer);
    const frame: Frame = [ms, end - before];
    before = end;
    return frame;
  });
  const changed = text.replace(named, (_all, start) => `${start}${asked}`);
  return { ...exchange, body: new Uint8Array(Buffer.from(changed, 'latin1')), frames };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
