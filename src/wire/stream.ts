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
import { readJsonText } from './json.ts';
import { hasError, isObject, listOf, member, stringOf } from './members.ts';
import { readSse } from './sse.ts';

/** Members by which an object shows that it means to be a chunk, even a broken one. */
const chunkMembers = ['id', 'object', 'created', 'model', 'choices'] as const;

/** Reads an exchange's body as a chat stream. Total: never throws. */
export function viewStream(exchange: Exchange): StreamView {
  const sse = readSse(exchange.body);
  const arrivals = arrivalTimes(exchange);
  const read = (block: SseBlock, event: number): StreamEvent | ChunkEvent => {
    const doc = readJsonText(block.data);
    const kind = kindOf(block, doc.value);
    const base = { event, offset: block.offset, block, doc, ms: arrivals(endOf(block)) };
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
 * `error`: a truthy `error` and no answer beside it. `chunk`: an object that has choices, or two
 * members of a chunk's envelope, so that one missing member does not hide the others. `foreign`:
 * JSON that is neither.
 */
function kindOf(block: SseBlock, value: JsonValue | undefined): StreamEventKind {
  if (looksLikeDone(block.data)) return 'done';
  if (value === undefined) return 'unreadable';
  if (!isObject(value)) return 'foreign';
  if (hasError(value) && listOf(member(value, 'choices')).length === 0) return 'error';
  const shown = chunkMembers.filter((name) => Object.hasOwn(value, name)).length;
  return Object.hasOwn(value, 'choices') || shown >= 2 ? 'chunk' : 'foreign';
}

/** The terminator in any spelling: whether it is the right one is for a check to say. */
export function looksLikeDone(data: string): boolean {
  return data.length < 40 && /^[\s"'`[({<]*done[\s"'`\])}>.!]*$/i.test(data);
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

function endOf(block: SseBlock): number {
  const last = block.lines.at(-1);
  return last === undefined ? block.offset : last.offset + 1;
}

/** When the byte at an offset had arrived, from the frames; `null` where no times are known. */
function arrivalTimes(exchange: Exchange): (offset: number) => number | null {
  const frames = exchange.frames;
  if (frames === null) return () => null;
  let frame = 0;
  let end = frames[0]?.[1] ?? 0;
  return (offset) => {
    while (end < offset && frame < frames.length - 1) {
      frame += 1;
      end += frames[frame]?.[1] ?? 0;
    }
    return frames[frame]?.[0] ?? null;
  };
}
