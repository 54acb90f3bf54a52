import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../problem.ts';
import type { Exchange } from '../../vocabulary.ts';
import { importFile } from './import.ts';
import { importRequest } from './request.ts';

const noPlace = { readExchangeFile: null };
const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const importText = (text: string) => importFile(utf8(text), 'saved', noPlace);

const ANSWER = '{"id":"c-1","object":"chat.completion","choices":[]}';
const STREAM = 'data: {"id":"c-1"}\n\ndata: [DONE]\n\n';

async function only(saved: Uint8Array): Promise<Exchange> {
  const { captures } = await importFile(saved, 'saved', noPlace);
  const [capture] = captures;
  if (captures.length !== 1 || capture?.kind !== 'exchange') throw new Error('not one exchange');
  return capture.exchange;
}

const onlyOf = (text: string) => only(utf8(text));

describe('a bare body', () => {
  it.each([
    ['JSON', ANSWER],
    ['a stream', STREAM],
    [
      'a stream with a byte order mark, comments and blank lines',
      `\ufeff\r\n: hello\r\n\r\n${STREAM}`,
    ],
    ['HTML', '<!doctype html><title>Bad gateway</title>'],
    ['an error list', '[{"error":{"code":400}}]'],
    ['nothing but white space', ' \n'],
    ['JSON that is cut', ANSWER.slice(0, 20)],
    ['words that mention a log and entries', '{"choices":[],"log":"entries","entries":1}'],
  ])('is kept byte for byte and counts as ended: %s', async (_, body) => {
    const exchange = await onlyOf(body);
    expect(textOf(exchange.body)).toBe(textOf(utf8(body)));
    expect(exchange).toMatchObject({
      source: 'saved',
      status: null,
      headers: null,
      request: null,
      ending: 'complete',
      fidelity: 'bytes',
      date: null,
    });
  });

  it('of no byte at all is told as an answer that is not there', async () => {
    const { captures } = await importText('');
    expect(captures).toEqual([
      { kind: 'untold', source: 'saved', why: expect.stringContaining('empty') },
    ]);
  });

  it('that PowerShell saved as UTF-16 is decoded, and no longer speaks for the bytes', async () => {
    const saved = Buffer.from(`\ufeffHTTP/1.1 200 OK\r\n\r\n${STREAM}`, 'utf16le');
    const { captures, notes } = await importFile(saved, 'saved', noPlace);
    expect(captures).toMatchObject([{ exchange: { status: 200, fidelity: 'text' } }]);
    expect(notes).toEqual([expect.stringContaining('UTF-16')]);
  });

  it.each(['utf16le', 'swapped'])('is known as UTF-16 without a mark too: %s', async (order) => {
    const saved = Buffer.from(ANSWER.padEnd(60), 'utf16le');
    const exchange = await only(order === 'swapped' ? saved.swap16() : saved);
    expect(textOf(exchange.body).trim()).toBe(ANSWER);
  });
});

describe('output of curl -i', () => {
  it.each([
    ['CRLF', 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n'],
    ['LF', 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n'],
    ['HTTP/2', 'HTTP/2 200 \r\nContent-Type: application/json\r\n\r\n'],
    ['HTTP/1.0 without a reason', 'HTTP/1.0 200\r\nContent-Type: application/json\r\n\r\n'],
    ['a byte order mark before it', '\ufeffHTTP/1.1 200 OK\nContent-Type: application/json\n\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nContent-Type:\r\n  application/json\r\n\r\n'],
    ['a line that is no header', 'HTTP/1.1 200 OK\r\n?!\r\nContent-Type: application/json\r\n\r\n'],
    [
      'an interim answer',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n',
    ],
    [
      'two interim answers',
      'HTTP/2 103 \r\nlink: </a>\r\n\r\nHTTP/2 103 \r\n\r\nHTTP/2 200 \r\nContent-Type: application/json\r\n\r\n',
    ],
    [
      "a proxy's consent",
      'HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 200 \r\nContent-Type: application/json\r\n\r\n',
    ],
    [
      'a redirect that was followed',
      'HTTP/1.1 308 Permanent Redirect\r\nContent-Type: text/html\r\nlocation: /b\r\n\r\nHTTP/2 200 \r\nContent-Type: application/json\r\n\r\n',
    ],
  ])('gives status, headers and the very body: %s', async (_, head) => {
    const exchange = await onlyOf(`${head}${ANSWER}\n`);
    expect(exchange.status).toBe(200);
    expect(exchange.headers).toEqual([['Content-Type', 'application/json']]);
    expect(textOf(exchange.body)).toBe(`${ANSWER}\n`);
  });

  it('keeps bytes that are not UTF-8, blank lines and carriage returns of the body', async () => {
    const body = Uint8Array.of(13, 10, 13, 10, 0xff, 0xfe, 0, 10, 13);
    const saved = Buffer.concat([utf8('HTTP/1.1 200 OK\r\n\r\n'), body]);
    expect([...(await only(saved)).body]).toEqual([...body]);
  });

  it('takes a body that starts like a head for a body, where the head is a final one', async () => {
    const exchange = await onlyOf(
      'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nHTTP/1.1 500 no\r\n\r\n',
    );
    expect(exchange.status).toBe(200);
    expect(textOf(exchange.body)).toBe('HTTP/1.1 500 no\r\n\r\n');
  });

  it('has an empty body where nothing follows the head', async () => {
    const exchange = await onlyOf('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
    expect(exchange).toMatchObject({ status: 502, ending: 'complete' });
    expect(exchange.body).toHaveLength(0);
  });

  it('takes the date from its header, and no cookie', async () => {
    const exchange = await onlyOf(
      'HTTP/1.1 200 OK\r\nDate: Sun, 22 Mar 2026 10:00:05 GMT\r\nSet-Cookie: s=abcdef0123456789\r\n\r\n',
    );
    expect(exchange.date).toBe('2026-03-22T10:00:05.000Z');
    expect(JSON.stringify(exchange.headers)).not.toContain('abcdef');
  });

  it.each(['yesterday', '2026-03-22', 'Sun, 99 Mar 2026 10:00:05 GMT'])(
    'has no date where the header is none: %s',
    async (value) => {
      expect((await onlyOf(`HTTP/1.1 200 OK\ndate: ${value}\n\n`)).date).toBeNull();
    },
  );

  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

  it('joins chunked coding that curl --raw left in place', async () => {
    const exchange = await onlyOf(
      `${chunked}5\r\ndata:\r\nA;x=y\r\n 1\n\ndata: \r\n0\r\nx: y\r\n\r\n`,
    );
    expect(textOf(exchange.body)).toBe('data: 1\n\ndata: ');
  });

  it.each([
    ['decoded by curl', STREAM],
    ['cut', '5\r\ndata:\r\n'],
    ['followed by more', '5\r\ndata:\r\n0\r\n\r\nmore'],
    ['of a false size', '6\r\ndata:\r\n0\r\n\r\n'],
  ])('leaves a body alone that is not wholly chunked coding: %s', async (_, body) => {
    expect(textOf((await onlyOf(`${chunked}${body}`)).body)).toBe(body);
  });

  it('leaves what looks like chunked coding alone where the head does not say so', async () => {
    const body = '5\r\ndata:\r\n0\r\n\r\n';
    expect(textOf((await onlyOf(`HTTP/1.1 200 OK\r\n\r\n${body}`)).body)).toBe(body);
  });

  it('decodes a body that was saved compressed, and leaves a decoded or damaged one', async () => {
    const head = utf8('HTTP/2 200 \r\ncontent-encoding: gzip\r\n\r\n');
    const zipped = gzipSync(ANSWER);
    expect(textOf((await only(Buffer.concat([head, zipped]))).body)).toBe(ANSWER);
    expect(textOf((await only(Buffer.concat([head, utf8(ANSWER)]))).body)).toBe(ANSWER);
    const damaged = zipped.subarray(0, 20);
    expect((await only(Buffer.concat([head, damaged]))).body).toHaveLength(20);
  });

  it('is refused where the blank line before the body is missing', async () => {
    await expect(importText(`HTTP/1.1 200 OK\ncontent-type: a/b\n${ANSWER}`)).rejects.toThrow(
      /no blank line/,
    );
  });

  it.each(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK\r\ncontent-type: a/b', 'HTTP/2 301\na: b\n'])(
    'is refused where it ends within its head: %j',
    async (text) => {
      await expect(importText(text)).rejects.toThrow(/ends within its head, before the blank line/);
    },
  );

  it('is refused where its head has no end', async () => {
    await expect(importText(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(200_000)}`)).rejects.toThrow(
      /1 MiB/,
    );
  });
});

describe('a file that is no answer', () => {
  it.each([
    ['curl -v', '* Host x\n> POST /v1 HTTP/1.1\n< HTTP/1.1 200 OK\n', /curl -v/],
    ["curl's progress meter", '  % Total    % Received % Xferd\n', /progress/],
    ["curl's error", 'curl: (7) Failed to connect', /error message/],
    ['PowerShell', '\r\nStatusCode        : 200\r\nContent : {}', /PowerShell/],
    ['an exchange file that is cut', '{"format":"chatspec-exchange/1",', /cut or damaged/],
    ['a HAR that is cut', '{ "log" : { "entries": [ {', /cut or damaged/],
    ['an exchange file without its place', '{"format":"chatspec-exchange/1"}', /beside it/],
  ])('is named and refused: %s', async (_, text, message) => {
    await expect(importText(text)).rejects.toThrow(message);
    await expect(importText(text)).rejects.toBeInstanceOf(Problem);
  });
});

describe('the request of a bare answer', () => {
  const request = (text: string) => importRequest(utf8(text), 'request.json');

  it('is the JSON body that was sent', () => {
    const body = { model: 'm', messages: [], body: { x: 1 } };
    expect(request(JSON.stringify(body))).toEqual({
      method: 'POST',
      url: '/chat/completions',
      headers: [],
      json: body,
      text: null,
    });
  });

  it('may be wrapped with method and address, and loses its headers', () => {
    const wrapped =
      '{"method":"POST","url":"http://h/v1/chat/completions?key=abcdefgh12","headers":{"Authorization":"Bearer abcdefgh"},"body":{"stream":true}}';
    const read = request(wrapped);
    expect(read.json).toEqual({ stream: true });
    expect(JSON.stringify(read)).not.toContain('abcdefgh');
  });

  it.each(['', 'no', '[]', '"a"', 'null', '{'])(
    'is refused where it is no JSON object: %j',
    (text) => {
      expect(() => request(text)).toThrow(Problem);
    },
  );

  it('is refused with the place where it stops being JSON', () => {
    expect(() => request('{"model": no}')).toThrow(/not a JSON object \(.*, character 10\);/);
    expect(() => request('[]')).toThrow(/not a JSON object; --request/);
  });
});

describe('hostile input', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'HTTP/1.1 200 OK',
      'HTTP/2 100',
      '\r\n',
      '\n\n',
      '\n',
      ' ',
      'a: b',
      'date: x',
      'transfer-encoding: chunked',
      'content-encoding: br',
      '5\r\nabcde\r\n',
      '0\r\n\r\n',
      'data: {}',
      '{"log":{"entries":[',
      ']}}',
      '\ufeff',
      '* a',
      '< HTTP/1.1',
    ),
  );

  it('is read or refused with a Problem, whatever it is', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => utf8(pieces.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (saved) => {
        try {
          await importFile(saved, 'saved', noPlace);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps any body behind a final head as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (body) => {
        const saved = Buffer.concat([utf8('HTTP/1.1 200 OK\r\ncontent-type: a/b\r\n\r\n'), body]);
        expect([...(await only(saved)).body]).toEqual([...body]);
      }),
    );
  });

  it('takes time in proportion to its size, however many heads or lines it has', async () => {
    for (const text of ['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 ', '{"log":', '\n', '0\r\n']) {
      await importText(text.repeat(100_000)).catch((error) =>
        expect(error).toBeInstanceOf(Problem),
      );
    }
  });
});
