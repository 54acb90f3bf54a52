import { createServer } from 'node:http';
import { headerOf } from '../exchange/headers.ts';
import type { Example } from './example.ts';
import type { LegalStream } from './legal-streams.ts';
import { readyProgram } from './program.ts';
import { runProgram } from './run-program.ts';
import type { RunLimits, RunPlace } from './shut-in.ts';

/** A legal stream on which an example fails, and its own words. */
export interface LoopFailure {
  readonly stream: string;
  readonly words: string;
}

/** Stands for the number of the stream in addresses. */
const mark = 'STREAM-NUMBER';

/** Node is started anew for each stream; so many at once. */
const sideBySide = 4;

/**
 * Runs an example on each legal stream. A stream that the SDK itself cannot read, in a loop that
 * does nothing, says nothing about the example and is left out. Python reads them all in one
 * process, since to import the SDK takes longer than to read a stream.
 */
export async function runLoops(
  example: Example,
  streams: readonly LegalStream[],
  place: RunPlace,
  limits: RunLimits,
): Promise<readonly LoopFailure[]> {
  await using served = await serveStreams(streams);
  const program = readyProgram(example, `${served.url}/${mark}/v1`);
  if (example.language === 'python') {
    const text = pythonRuns(program.text, program.env, streams.length);
    const end = await runProgram({ ...program, text }, 'python', place, limits);
    return end.kind === 'raised' ? failuresIn(end.words, streams) : [];
  }
  const failures: LoopFailure[] = [];
  const unread = await unreadBySdk(served.url, streams.length, place, limits);
  const numbers = [...streams.keys()].filter((n) => !unread.has(n));
  const work = async (): Promise<void> => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      const own = (text: string): string => text.replaceAll(mark, String(n));
      const env = Object.fromEntries(
        Object.entries(program.env).map(([name, value]) => [name, own(value)]),
      );
      const end = await runProgram(
        { ...program, text: own(program.text), env },
        'javascript',
        place,
        limits,
      );
      const stream = streams[n]?.name ?? '';
      if (end.kind === 'raised') failures.push({ stream, words: end.words });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return failures;
}

/** The streams on which a loop that does nothing fails: there the SDK is to blame. */
async function unreadBySdk(
  url: string,
  count: number,
  place: RunPlace,
  limits: RunLimits,
): Promise<ReadonlySet<number>> {
  const text = `
import OpenAI from 'openai';
const failures = [];
for (let number = 0; number < ${count}; number += 1) {
  const client = new OpenAI({ apiKey: 'none', baseURL: '${url}/' + number + '/v1', maxRetries: 0 });
  try {
    const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
    for await (const _ of stream);
  } catch {
    failures.push([number, '']);
  }
}
if (failures.length > 0) throw new Error('LoopError ' + JSON.stringify(failures));
`;
  const program = { text, file: 'control.mjs', env: {} };
  const end = await runProgram(program, 'javascript', place, limits);
  return new Set(end.kind === 'raised' ? pairsIn(end.words).map(([number]) => number) : []);
}

/** Runs the program once for each stream, and ends with the first failure of each in JSON. */
function pythonRuns(text: string, env: Readonly<Record<string, string>>, count: number): string {
  return `
import contextlib, io, json, os
text, env, failures = ${JSON.stringify(text)}, ${JSON.stringify(env)}, []
for number in range(${count}):
    for name, value in env.items():
        os.environ[name] = value.replace('${mark}', str(number))
    try:
        import openai
        control = openai.OpenAI(max_retries=0).chat.completions.create(model='m', messages=[], stream=True)
        for _ in control:
            pass
    except Exception:
        continue
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text.replace('${mark}', str(number)), 'example.py', 'exec'), {'__name__': '__main__'})
    except Exception as error:
        failures.append([number, f'{type(error).__name__}: {error}'[:200]])
if failures:
    raise SystemExit('LoopError ' + json.dumps(failures[:10]))
`;
}

function failuresIn(words: string, streams: readonly LegalStream[]): readonly LoopFailure[] {
  const pairs = pairsIn(words);
  if (pairs.length === 0) return [{ stream: 'legal streams', words }];
  return pairs.map(([number, said]) => ({ stream: streams[number]?.name ?? '', words: said }));
}

/** The numbers of streams, and what was said of each, in a program's last words. */
function pairsIn(words: string): readonly (readonly [number, string])[] {
  const json = /LoopError (\[.*\])$/s.exec(words)?.[1];
  if (json === undefined) return [];
  const found: unknown = JSON.parse(json);
  return (Array.isArray(found) ? found : []).flatMap((each: unknown) => {
    const [number, said] = Array.isArray(each) ? each : [];
    return typeof number === 'number' ? [[number, String(said)] as const] : [];
  });
}

interface Served extends AsyncDisposable {
  readonly url: string;
}

/** Serves stream n below /n; to a request without streaming, a plain answer. */
async function serveStreams(streams: readonly LegalStream[]): Promise<Served> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const number = Number(/^\/(\d+)\//.exec(request.url ?? '')?.[1]);
      const exchange = streams[number]?.exchange;
      if (!/"stream"\s*:\s*true/.test(body) || exchange === undefined) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(plainAnswer);
        return;
      }
      const type = headerOf(exchange.headers, 'content-type') ?? 'text/event-stream';
      response.writeHead(200, { 'content-type': type }).end(exchange.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** For the block that a fragment leans on: its request is not what is tried here. */
const plainAnswer = JSON.stringify({
  id: 'chatcmpl-plain',
  object: 'chat.completion',
  created: 1,
  model: 'any',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hello', refusal: null },
      finish_reason: 'stop',
      logprobs: null,
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
