import type {
  ChunkEvent,
  Exchange,
  JsonObject,
  JsonValue,
  SseBlock,
  StreamEvent,
  StreamEventKind,
  StreamView,
} from '../vocabulary.ts';
import { assembleChunks } from './assemble.ts';
import { allowance, readJsonText } from './json.ts';
import { isObject, member, saysError, stringOf } from './members.ts';
import { readSse } from './sse.ts';

/** Members by which an object shows that it means to be a chunk, even a broken one. */
const chunkMembers = ['id', 'object', 'created', 'model', 'choices'] as const;

/** Reads an exchange's body as a chat stream. Total: never throws. */
export function viewStream(exchange: Exchange): StreamView {
  const sse = readSse(exchange.body);
  const arrivals = arrivalTimes(exchange);
  const room = allowance();
  const read = (block: SseBlock, event: number): StreamEvent | ChunkEvent => {
    const doc = readJsonText(block.data, room);
    const kind = kindOf(block, doc.value);
    const base = { event, offset: block.offset, block, doc, ms: arrivals(block.end) };
    return kind === 'chunk' && isObject(doc.value)
      ? { ...base, kind, value: doc.value }
      : { ...base, kind };
  };
  const events: (StreamEvent | ChunkEvent)[] = [];
  let tail: StreamEvent | null = null;
  for (const block of sse.blocks) {
    if (block.event === null) continue;
    const event = read(block, block.event);
    if (block.closed) events.push(event);
    else tail = event;
  }
  const chunks = events.filter(isChunk);
  const assembled = assembleChunks(chunks);
  return {
    kind: 'stream',
    sse,
    events,
    chunks,
    errors: events.filter((event) => event.kind === 'error'),
    tail,
    answers: assembled.answers,
    toolFragments: assembled.toolFragments,
    textFragments: assembled.textFragments,
    usage: lastUsage(chunks),
    model: firstModel(chunks),
  };
}

function isChunk(event: StreamEvent | ChunkEvent): event is ChunkEvent {
  return 'value' in event;
}

/**
 * `error`: it says that the request failed. `chunk`: an object that has choices, or two
 * members of a chunk's envelope, so that one missing member does not hide the others. `foreign`:
 * JSON that is neither.
 */
function kindOf(block: SseBlock, value: JsonValue | undefined): StreamEventKind {
  if (looksLikeDone(block.data)) return 'done';
  if (value === undefined) return 'unreadable';
  if (!isObject(value)) return 'foreign';
  if (saysError(value)) return 'error';
  const shown = chunkMembers.filter((name) => Object.hasOwn(value, name)).length;
  return Object.hasOwn(value, 'choices') || shown >= 2 ? 'chunk' : 'foreign';
}

/** The terminator in any spelling: whether it is the right one is for a check to say. */
export function looksLikeDone(data: string): boolean {
  if (data.length >= 40) return false;
  const word = /^[\s"'`[({<]*done[\s"'`\])}>.!]*$/i;
  const other =
    /^\s*["'`]?\[\s*(?:end|eof|eos|stop|finish|finished|complete|completed)\s*\]["'`]?\s*$/i;
  const member = /^\s*\{\s*"\w+"\s*:\s*(?:true|"\[?done\]?")\s*\}\s*$/i;
  return (
    word.test(data) ||
    other.test(data) ||
    (/done/i.test(data) && member.test(data)) ||
    /^\[DONE\][^\n]*$/.test(data)
  );
}

function lastUsage(chunks: readonly ChunkEvent[]): JsonObject | null {
  for (const chunk of chunks.toReversed()) {
    const usage = member(chunk.value, 'usage');
    if (isObject(usage)) return usage;
  }
  return null;
}

function firstModel(chunks: readonly ChunkEvent[]): string | null {
  for (const chunk of chunks) {
    const model = stringOf(member(chunk.value, 'model'));
    if (model !== null && model !== '') return model;
  }
  return null;
}

/** When that many bytes had arrived, asked in rising order; `null` where no times are known. */
function arrivalTimes(exchange: Exchange): (bytes: number) => number | null {
  const frames = exchange.frames;
  if (frames === null) return () => null;
  let frame = 0;
  let end = frames[0]?.[1] ?? 0;
  return (bytes) => {
    while (end < bytes && frame < frames.length - 1) {
      frame += 1;
      end += frames[frame]?.[1] ?? 0;
    }
    return frames[frame]?.[0] ?? null;
  };
}
