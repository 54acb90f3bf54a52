import { Problem } from '../../problem.ts';
import type { Exchange } from '../../vocabulary.ts';
import type { ReadFixture } from '../fixture.ts';
import { redactor } from '../redact.ts';
import { bareExchange, type Capture, type Imported } from './capture.ts';
import { importCurl } from './curl.ts';
import { bomLength, toUtf8 } from './encoding.ts';
import { foreignOutput } from './foreign.ts';
import { importHar, isHar } from './har.ts';
import { startsHead } from './head.ts';
import { isObject, parseJson, textOf } from './json.ts';

/** The greatest file that is read, in bytes. */
export const GREATEST_FILE = 256 * 1024 * 1024;
/** The greatest body that a compressed one may become, in bytes. */
const GREATEST_DECODED = 64 * 1024 * 1024;

/** What the importer cannot do by itself, since an exchange file has its body in a second file. */
export interface ImportContext {
  /** Reads the exchange file at hand; `null` where it came without a place, by standard input. */
  readonly readExchangeFile: (() => Promise<ReadFixture>) | null;
}

/**
 * Reads a saved file, whatever it is: our exchange file, a HAR, output of `curl -i`, or the bare
 * bytes of a body. Recognised by content alone, in this order; what is none of the first three is a
 * bare body, and is judged as one.
 * @param source The name of the file, for rows and messages.
 * @throws {Problem} where the file is something else that can be named, is damaged, or is too large.
 */
export async function importFile(
  saved: Uint8Array,
  source: string,
  context: ImportContext,
): Promise<Imported> {
  if (saved.length > GREATEST_FILE) throw tooLarge(source);
  const { bytes, decoded } = toUtf8(saved);
  const start = contentStart(bytes);
  if (start === bytes.length) return nothing(source);
  const content = bytes.subarray(start);

  const whole = mayBeOurs(content) ? parseJson(new TextDecoder().decode(content)) : undefined;
  if (isHar(whole)) return importHar(whole, source);
  if (isExchangeFile(whole)) return await importExchangeFile(source, context);
  const opening = Buffer.from(content.subarray(0, 4096)).toString('latin1');
  const cut = whole === undefined ? damaged(opening) : null;
  if (cut !== null)
    throw new Problem('file', `${source} is ${cut} that is cut or damaged: it is not JSON`);
  const foreign = foreignOutput(opening);
  if (foreign !== null) throw new Problem('file', `${source} ${foreign}`);

  const exchange = startsHead(content, 0)
    ? importCurl(content, source, GREATEST_DECODED)
    : bareExchange(source, bytes);
  if (!decoded) return { captures: [captured(exchange)], notes: [] };
  return {
    captures: [captured({ ...exchange, fidelity: 'text' })],
    notes: [`${source} was saved as UTF-16: no verdict on UTF-8, and no byte offsets`],
  };
}

/** The refusal of a file above the limit; readers give it before they have read it all. */
export function tooLarge(source: string): Problem {
  return new Problem('file', `${source} is larger than 256 MiB; split it and check the parts`);
}

/** Which of our formats a file begins as, so that half of one is not judged as an answer. */
function damaged(opening: string): string | null {
  if (/^\{\s*"log"\s*:\s*\{/.test(opening)) return 'a HAR';
  return /^\{\s*"format"\s*:\s*"chatspec-exchange\//.test(opening) ? 'an exchange file' : null;
}

function captured(exchange: Exchange): Capture {
  return { kind: 'exchange', exchange, redact: redactor([]) };
}

/** An empty file is what a server that never answered leaves behind, so it accuses nobody. */
function nothing(source: string): Imported {
  return {
    captures: [{ kind: 'untold', source, why: 'the file is empty: there is no answer to judge' }],
    notes: [],
  };
}

/** Offset of the first byte after a byte order mark and white space; the length where there is none. */
function contentStart(bytes: Uint8Array): number {
  let at: number = bomLength(bytes);
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at === bytes.length && bytes.length > 0 ? 0 : at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Whether it is worth parsing: saves reading every large answer twice. */
function mayBeOurs(content: Uint8Array): boolean {
  if (content[0] !== 0x7b) return false;
  const held = Buffer.from(content.buffer, content.byteOffset, content.length);
  return (
    (held.includes('"log"') && held.includes('"entries"')) || held.includes('"chatspec-exchange/')
  );
}

/** Our own format says so itself. */
function isExchangeFile(value: ReturnType<typeof parseJson>): boolean {
  return isObject(value) && (textOf(value['format']) ?? '').startsWith('chatspec-exchange/');
}

async function importExchangeFile(source: string, context: ImportContext): Promise<Imported> {
  if (context.readExchangeFile === null) {
    throw new Problem(
      'usage',
      `${source} is an exchange file, whose body lies in a file beside it; name it by its path`,
    );
  }
  const { exchange, warnings } = await context.readExchangeFile();
  return { captures: [captured({ ...exchange, source })], notes: warnings };
}
