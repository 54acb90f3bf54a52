/** The bytes of a saved file as UTF-8, and whether they had to be decoded to get there. */
export interface Utf8 {
  readonly bytes: Uint8Array;
  /** The file was UTF-16: what the server's own bytes were can no longer be told. */
  readonly decoded: boolean;
}

/**
 * Undoes what Windows PowerShell does to `curl -i > file`: it decodes the output and writes it as
 * UTF-16. Anything else is handed on byte for byte, a UTF-8 byte order mark included, since a bare
 * body may really start with one.
 */
export function toUtf8(bytes: Uint8Array): Utf8 {
  const label = utf16Of(bytes);
  if (label === null) return { bytes, decoded: false };
  return { bytes: new TextEncoder().encode(new TextDecoder(label).decode(bytes)), decoded: true };
}

/** Which UTF-16 a file is in: by its mark, or by the zero byte that no JSON, SSE or head starts with. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.length % 2 === 1) return null;
  if (isPrintable(first) && second === 0) return 'utf-16le';
  if (first === 0 && isPrintable(second)) return 'utf-16be';
  return null;
}

function isPrintable(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f;
}

/** How many bytes of a UTF-8 byte order mark the file starts with: 3 or 0. */
export function bomLength(bytes: Uint8Array): 0 | 3 {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
