import { parseArgs } from 'node:util';
import type { HeaderPair } from '../vocabulary.ts';
import type { ShellCommand } from './shell.ts';

/** The request that a curl command sends. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: string | null;
}

/** What a curl command comes to: a request, or why it is not understood. */
export type CurlReading =
  | { readonly request: CurlRequest; readonly ignored: readonly string[] }
  | { readonly problem: string };

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

/** The options of curl that shape a request, and those that take a value and do not. */
const options = {
  request: { ...text, short: 'X' },
  url: texts,
  header: { ...texts, short: 'H' },
  data: { ...texts, short: 'd' },
  'data-raw': texts,
  'data-binary': texts,
  'data-ascii': texts,
  'data-urlencode': texts,
  json: texts,
  user: { ...text, short: 'u' },
  'oauth2-bearer': text,
  'user-agent': { ...text, short: 'A' },
  form: { ...texts, short: 'F' },
  get: { ...flag, short: 'G' },
  head: { ...flag, short: 'I' },
  output: { ...text, short: 'o' },
  'write-out': { ...text, short: 'w' },
  'max-time': { ...text, short: 'm' },
  'connect-timeout': text,
  retry: text,
  'retry-delay': text,
  'retry-max-time': text,
  proxy: { ...text, short: 'x' },
  cacert: text,
  cookie: { ...text, short: 'b' },
  referer: { ...text, short: 'e' },
  include: { ...flag, short: 'i' },
  silent: { ...flag, short: 's' },
  'show-error': { ...flag, short: 'S' },
  'no-buffer': { ...flag, short: 'N' },
  location: { ...flag, short: 'L' },
  fail: { ...flag, short: 'f' },
  insecure: { ...flag, short: 'k' },
  verbose: { ...flag, short: 'v' },
} as const;

const curl = /^(?:.*\/)?curl(?:\.exe)?$/;

/** Words of the shell that may stand before a command. */
const before = /^(?:time|sudo|command|exec|env|nohup|if|then|else|elif|while|until|do|!|\{)$/;

/** The words of a command from `curl` on; empty where it is another command. */
function curlWords({ words }: ShellCommand): readonly string[] {
  const at = words.findIndex((word) => !before.test(word));
  return curl.test(words[at] ?? '') ? words.slice(at) : [];
}

/** Whether a command is curl. */
export function isCurl(command: ShellCommand): boolean {
  return curlWords(command).length > 0;
}

/** Reads the request from a curl command's words, as curl itself would put it together. */
export function readCurl(command: ShellCommand): CurlReading {
  const { values, positionals, tokens } = parseArgs({
    args: [...curlWords(command).slice(1)],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const list = (name: keyof typeof options): readonly string[] => {
    const value = values[name];
    return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  };
  const ignored = tokens
    .filter((token) => token.kind === 'option' && !(token.name in options))
    .map((token) => (token.kind === 'option' ? token.rawName : ''));
  const urls = [...list('url'), ...positionals];
  const [url] = urls;
  if (url === undefined) return { problem: 'the curl command names no address' };
  if (urls.length > 1) return { problem: `the curl command names ${urls.length} addresses` };
  if (list('form').length > 0) return { problem: 'the curl command sends a form, not JSON' };
  if (list('data-urlencode').length > 0) return { problem: 'the curl command encodes its body' };
  const body = bodyOf(
    [...list('data'), ...list('data-ascii'), ...list('data-raw'), ...list('data-binary')],
    list('json'),
    command.input,
  );
  if (body !== null && typeof body !== 'string') return body;
  const [asked] = list('request');
  const method = asked ?? (body === null || values.get === true ? 'GET' : 'POST');
  const json = list('json').length > 0;
  const headers = headersOf(list('header'), list('oauth2-bearer')[0], json);
  return { request: { method: method.toUpperCase(), url, headers, body }, ignored };
}

/** The body that the data options make; files of the page's author cannot be read. */
function bodyOf(
  data: readonly string[],
  json: readonly string[],
  input: string | null,
): string | null | { readonly problem: string } {
  const parts: string[] = [];
  for (const part of [...data, ...json]) {
    if (!part.startsWith('@')) parts.push(part);
    else if (part === '@-' && input !== null) parts.push(input);
    else return { problem: `the curl command reads its body from ${part.slice(1) || 'a file'}` };
  }
  if (parts.length === 0) return null;
  return json.length > 0 ? parts.join('') : parts.join('&');
}

function headersOf(
  lines: readonly string[],
  bearer: string | undefined,
  json: boolean,
): readonly HeaderPair[] {
  const headers = lines.map((line): HeaderPair => {
    const colon = line.indexOf(':');
    return colon === -1 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const has = (name: string): boolean => headers.some(([each]) => each.toLowerCase() === name);
  if (bearer !== undefined) headers.push(['Authorization', `Bearer ${bearer}`]);
  if (json && !has('content-type')) headers.push(['Content-Type', 'application/json']);
  return headers;
}
