import type { Exchange, HeaderPair } from '../vocabulary.ts';
import { joinBlocks, splitBlocks } from './blocks.ts';
import { fitFrames, recut } from './frames.ts';
import { changeFraming } from './mutation-events.ts';
import { changeBody, changeEvents } from './mutation-json.ts';
import { changeText } from './mutation-text.ts';
import type {
  EventOperation,
  HttpOperation,
  JsonOperation,
  Operation,
  RewriteOperation,
  TextOperation,
} from './operation.ts';

/** Applies operations in order. A sentence says which one finds nothing to change. */
export function mutate(exchange: Exchange, operations: readonly Operation[]): Exchange | string {
  let made: Exchange = exchange;
  for (const operation of operations) {
    const next = change(made, operation);
    if (next === null) {
      return `${exchange.source} holds nothing that ${JSON.stringify(operation)} could change`;
    }
    made = next;
  }
  return made;
}

/**
 * Where in a combination an operation belongs: values first, then events, then bytes, so that each
 * finds the form that it was written for. A byte order mark comes last of all.
 */
export function phaseOf({ op }: Operation): number {
  if (isJson(op)) return op === 'rewrite' ? 1 : 0;
  if (isFraming(op)) return op === 'spread' ? 3 : 2;
  if (op === 'line-endings') return 5;
  if (op === 'prepend' || op === 'append' || op === 'cut' || op === 'body') return 6;
  return op === 'text' || op === 'bytes' ? 4 : 7;
}

const json = [
  'set',
  'raw',
  'remove',
  'rename',
  'repeat',
  'reword',
  'grow',
  'recap',
  'halve',
  'rewrite',
];
const framing = ['drop', 'double', 'swap', 'join', 'spread', 'move', 'insert', 'lines', 'replace'];
const http = ['header', 'status', 'ending', 'frames'];

const isJson = (op: Operation['op']): boolean => json.includes(op);
const isFraming = (op: Operation['op']): boolean => framing.includes(op);

function change(exchange: Exchange, operation: Operation): Exchange | null {
  if (changesHttp(operation)) return changeHttp(exchange, operation);
  const body = bodyAfter(exchange.body, operation);
  return body === null ? null : withBody(exchange, body);
}

function bodyAfter(
  body: Uint8Array,
  operation: Exclude<Operation, HttpOperation>,
): Uint8Array | null {
  if (changesJson(operation)) {
    if (operation.events === undefined) {
      const text = changeBody(Buffer.from(body).toString('utf8'), operation);
      return text === null ? null : new Uint8Array(Buffer.from(text, 'utf8'));
    }
    return joined(changeEvents(splitBlocks(body), operation));
  }
  if (changesFraming(operation)) return joined(changeFraming(splitBlocks(body), operation));
  return changeText(body, operation);
}

function joined(blocks: readonly string[] | null): Uint8Array | null {
  return blocks === null ? null : joinBlocks(blocks);
}

function changesHttp(operation: Operation): operation is HttpOperation {
  return http.includes(operation.op);
}

function changesJson(
  operation: EventOperation | JsonOperation | RewriteOperation | TextOperation,
): operation is JsonOperation | RewriteOperation {
  return isJson(operation.op);
}

function changesFraming(operation: EventOperation | TextOperation): operation is EventOperation {
  return isFraming(operation.op);
}

/** The exchange with another body: arrivals and a stated length go with it. */
function withBody(exchange: Exchange, body: Uint8Array): Exchange {
  const { frames, headers } = exchange;
  return {
    ...exchange,
    body,
    frames: frames === null ? null : fitFrames(frames, exchange.body, body),
    headers:
      headers?.map(([name, value]): HeaderPair => {
        return [name, name.toLowerCase() === 'content-length' ? String(body.length) : value];
      }) ?? null,
  };
}

function changeHttp(exchange: Exchange, operation: HttpOperation): Exchange {
  switch (operation.op) {
    case 'status':
      return { ...exchange, status: operation.value };
    case 'ending': {
      const { value, message } = operation;
      const kind = value === 'capped' ? 'timeout' : 'reset';
      const failure = value === 'complete' ? null : ({ kind, message } as const);
      return { ...exchange, ending: value, failure };
    }
    case 'frames': {
      const { frames, body } = exchange;
      return { ...exchange, frames: recut(frames ?? [], body.length, operation.bytes) };
    }
    case 'header':
      return { ...exchange, headers: changeHeader(exchange.headers ?? [], operation) };
  }
}

function changeHeader(
  headers: readonly HeaderPair[],
  { name, value }: Extract<HttpOperation, { readonly op: 'header' }>,
): readonly HeaderPair[] {
  const others = headers.filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  const values = value === null ? [] : typeof value === 'string' ? [value] : value;
  return [...others, ...values.map((one): HeaderPair => [name, one])];
}
