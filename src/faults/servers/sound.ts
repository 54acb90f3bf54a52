import { join } from 'node:path';
import { listFixtures, readFixture } from '../../exchange/fixture.ts';
import { answerOf, startRawServer } from '../../exchange/raw-server.ts';
import type { Exchange } from '../../vocabulary.ts';
import { KEY, type Peer } from '../fault.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/exchanges/crazyrouter');

/** Finds the recorded answer to a request as it came over the wire. */
export type Lookup = (request: string) => Buffer;

/** The shipped recordings as a server would send them: by method, path, body and kind of key. */
export async function recordedAnswers(): Promise<Lookup> {
  const answers = new Map<string, Buffer>();
  for (const { path } of await listFixtures(FOLDER)) {
    const { exchange } = await readFixture(path);
    if (exchange.request === null) continue;
    const { method, url, json, text } = exchange.request;
    const refused = exchange.status === 401;
    const body = json === null ? (text ?? '') : JSON.stringify(json);
    answers.set(`${method} ${new URL(url).pathname} ${refused} ${body}`, bytesOf(exchange));
  }
  return (request) => {
    const [head = '', latin = ''] = split(request, '\r\n\r\n');
    const body = Buffer.from(latin, 'latin1').toString('utf8');
    const [method = '', path = ''] = head.split(' ', 2);
    const refused = !head.includes(`Bearer ${KEY}`);
    const known = answers.get(`${method} ${path} ${refused} ${body}`);
    return known ?? answerOf('{"error":{"message":"no such recording"}}', [], '404 Not Found');
  };
}

/** A server that answers as the recordings say, each time after `wait` milliseconds. */
export async function startSound(wait = 0): Promise<Peer> {
  const lookup = await recordedAnswers();
  const server = await startRawServer((socket, _nth, request) => {
    setTimeout(() => socket.end(lookup(request)), wait);
  });
  return { ...server, requests: () => server.requests.length };
}

/** Without the headers that spoke of the recorded transfer. */
function bytesOf({ status, headers, body }: Exchange): Buffer {
  const kept = (headers ?? []).filter(
    ([name]) => !/^(content-length|transfer-encoding|connection|keep-alive)$/i.test(name),
  );
  const lines = kept.map(([name, value]) => `${name}: ${value}`);
  return answerOf(body, [...lines, 'Connection: close'], `${status ?? 200} Recorded`);
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}
