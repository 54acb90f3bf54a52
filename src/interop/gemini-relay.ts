/**
 * Stands before the mock's Gemini surface and gives its answers three properties of the real API
 * that the mock lacks and that a translator depends on: a stream asked for without `alt=sse` is a
 * JSON array (items parted by LF, comma, CR LF; LF before the last bracket); every item of it
 * carries `usageMetadata`; every answer carries `modelVersion`. Nothing else is touched, and errors
 * pass as they are. Beside the request it sends, as the mock's context, what the mock drops of it:
 * stop sequences and the tool choice.
 *
 * Without it the gateway behind would answer each stream of several events with an empty body, and
 * no answer would name a model: the mock's faults, told as the gateway's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { countOf, isObject, listOf, member, stringOf } from '../wire/members.ts';
import type { Running } from './child.ts';
import { openPort } from './port.ts';

/** Milliseconds between two items of a stream, so that they arrive as several pieces. */
const PACE_MS = 4;

const MODEL_PATH = /\/models\/([^:/?]+):(generateContent|streamGenerateContent)/;

/** Starts the relay on 127.0.0.1, before the mock at `upstream`; port 0 means: any free one. */
export async function startGeminiRelay(upstream: string, preferred: number): Promise<Running> {
  const server = createServer((request, response) => {
    relay(upstream, request, response).catch(() => response.destroy());
  });
  const port = await openPort(server, preferred);
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function relay(
  upstream: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  const asked = await text(request);
  const answer = await fetch(new URL(path, upstream), {
    method,
    headers: {
      'content-type': request.headers['content-type'] ?? 'application/json',
      'x-aimock-context': contextOf(asked),
    },
    ...(method === 'GET' ? {} : { body: asked }),
  });
  const body = await answer.text();
  const [, model = '', action] = MODEL_PATH.exec(path) ?? [];
  const type = answer.headers.get('content-type') ?? 'application/json';
  if (!answer.ok || action === undefined) {
    response.writeHead(answer.status, { 'content-type': type }).end(body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  if (action === 'generateContent') {
    response.end(JSON.stringify({ ...readObject(body), modelVersion: model }));
    return;
  }
  const items = completeItems(eventsOf(body), model);
  for (const [number, item] of items.entries()) {
    if (response.destroyed) return;
    response.write((number === 0 ? '[' : '\n,\r\n') + JSON.stringify(item));
    await wait(PACE_MS);
  }
  response.end(items.length === 0 ? '[]' : '\n]');
}

/** The objects in a body of server-sent events as the mock writes them. */
export function eventsOf(body: string): readonly JsonObject[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => readObject(line.slice('data: '.length)));
}

/** Gives every item the model's name and the usage counted so far, as the real API does. */
export function completeItems(items: readonly JsonObject[], model: string): readonly JsonObject[] {
  const prompt = tokensIn(items.at(-1), 'promptTokenCount');
  const candidates = tokensIn(items.at(-1), 'candidatesTokenCount');
  return items.map((item, number) => {
    const soFar = Math.ceil((candidates * (number + 1)) / items.length);
    const usageMetadata = {
      promptTokenCount: prompt,
      candidatesTokenCount: soFar,
      totalTokenCount: prompt + soFar,
    };
    return { ...item, usageMetadata, modelVersion: model };
  });
}

/** Stop sequences and tool choice of a Gemini request in OpenAI's words, as one line of ASCII. */
export function contextOf(request: string): string {
  let asked: JsonObject;
  try {
    asked = readObject(request);
  } catch {
    return '{}';
  }
  const config = member(asked, 'generationConfig');
  const calling = member(member(asked, 'tool_config'), 'function_calling_config');
  const [name] = listOf(member(calling, 'allowed_function_names'));
  const mode = stringOf(member(calling, 'mode'));
  const context = {
    stop: member(config, 'stopSequences') ?? [],
    tool_choice: name === undefined ? (mode?.toLowerCase() ?? 'auto') : { function: { name } },
  };
  return JSON.stringify(context).replace(/[^ -~]/g, '?');
}

function tokensIn(item: JsonObject | undefined, name: string): number {
  return countOf(member(member(item, 'usageMetadata'), name)) ?? 0;
}

function readObject(json: string): JsonObject {
  const value: JsonValue = JSON.parse(json);
  return isObject(value) ? value : {};
}
