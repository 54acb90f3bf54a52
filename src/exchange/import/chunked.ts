const SIZE_LINE = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?$/;
/** The longest line of a chunk size with its extensions, or of a trailer, that is taken for one. */
const LONGEST_LINE = 4096;

/**
 * Joins a body in chunked coding (RFC 9112, 7.1), as `curl --raw` saves it. `null` where the body
 * is not chunked coding from its first byte to its last: curl has then decoded it already.
 */
export function joinChunks(body: Uint8Array): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const line = lineAt(body, at);
    const size = line === null ? null : SIZE_LINE.exec(line.text);
    if (line === null || size === null) return null;
    const length = Number.parseInt(size[1] ?? '', 16);
    if (length === 0) return endsAfterTrailers(body, line.next) ? Buffer.concat(parts) : null;
    const end = line.next + length;
    if (body[end] !== 0x0d || body[end + 1] !== 0x0a) return null;
    parts.push(body.subarray(line.next, end));
    at = end + 2;
  }
}

function endsAfterTrailers(body: Uint8Array, from: number): boolean {
  let at = from;
  for (;;) {
    const line = lineAt(body, at);
    if (line === null) return false;
    if (line.text === '') return line.next === body.length;
    if (!/^[^\s:]+:/.test(line.text)) return false;
    at = line.next;
  }
}

function lineAt(body: Uint8Array, at: number): { text: string; next: number } | null {
  const window = body.subarray(at, at + LONGEST_LINE);
  const feed = window.indexOf(0x0a);
  if (feed < 1 || window[feed - 1] !== 0x0d) return null;
  const text = Buffer.from(window.buffer, window.byteOffset, feed - 1).toString('latin1');
  return { text, next: at + feed + 1 };
}
