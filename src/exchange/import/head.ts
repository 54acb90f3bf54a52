import { Problem } from '../../problem.ts';
import type { HeaderPair } from '../../vocabulary.ts';

/** The head of an HTTP answer as `curl -i` prints it. */
export interface Head {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderPair[];
  /** Byte offset of what follows the blank line. */
  readonly end: number;
}

/** More than any server sends and any client takes; keeps a hostile file from filling the memory. */
const GREATEST_HEAD = 1024 * 1024;

const STATUS_LINE = /^HTTP\/\d(?:\.\d)?[ \t]+([1-9]\d\d)(?:[ \t]+(.*))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)$/;

/** Whether a status line starts at `at`. */
export function startsHead(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x48 || bytes[at + 1] !== 0x54) return false;
  return STATUS_LINE.test(lineAt(bytes, at, 1024).text.trimEnd());
}

/**
 * Reads the head that starts at `at`. Lines may end in CRLF or LF; folded lines are joined; a line
 * that is no header is dropped, as clients drop it.
 * @throws {Problem} where no status line starts at `at`, where the blank line before the body is
 *   missing, and where the head is larger than 1 MiB.
 */
export function readHead(bytes: Uint8Array, at: number, source: string): Head {
  const first = lineAt(bytes, at, GREATEST_HEAD);
  const status = STATUS_LINE.exec(first.text.trimEnd());
  if (status === null) throw new Problem('file', `${source} does not start with a status line`);
  const headers: [string, string][] = [];
  let next = first.next;
  let ended = false;
  while (next < bytes.length && !ended) {
    if (next - at > GREATEST_HEAD) throw tooLong(source);
    const line = lineAt(bytes, next, GREATEST_HEAD);
    next = line.next;
    if (line.text === '') ended = true;
    else addLine(headers, line.text, source);
  }
  if (!ended) {
    throw new Problem(
      'file',
      `${source} ends within its head, before the blank line; save the answer again with curl -i`,
    );
  }
  return { status: Number(status[1]), reason: status[2] ?? '', headers, end: next };
}

function addLine(headers: [string, string][], line: string, source: string): void {
  const last = headers.at(-1);
  if (/^[ \t]/.test(line)) {
    if (last !== undefined) last[1] = `${last[1]} ${line.trim()}`.trim();
    return;
  }
  if (/^[{[<]/.test(line)) {
    throw new Problem(
      'file',
      `${source} has no blank line between its head and its body; save the answer again with curl -i`,
    );
  }
  const header = HEADER.exec(line);
  if (header !== null) headers.push([header[1] ?? '', (header[2] ?? '').trim()]);
}

function lineAt(bytes: Uint8Array, at: number, most: number): { text: string; next: number } {
  const feed = bytes.indexOf(0x0a, at);
  const end = feed < 0 ? bytes.length : feed;
  const next = feed < 0 ? bytes.length : feed + 1;
  const stop = end > at && bytes[end - 1] === 0x0d ? end - 1 : end;
  const from = bytes.subarray(at, Math.min(stop, at + most));
  return { text: Buffer.from(from.buffer, from.byteOffset, from.length).toString('latin1'), next };
}

function tooLong(source: string): Problem {
  return new Problem('file', `${source} has a response head larger than 1 MiB; nothing was judged`);
}
