import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

const DECODERS = {
  gzip: { magic: [0x1f, 0x8b], decode: gunzipSync },
  'x-gzip': { magic: [0x1f, 0x8b], decode: gunzipSync },
  deflate: { magic: [0x78], decode: inflateSync },
  zstd: { magic: [0x28, 0xb5, 0x2f, 0xfd], decode: zstdDecompressSync },
  // Brotli has no magic; no text starts like its streams, and text fails to decode.
  br: { magic: [], decode: brotliDecompressSync },
} as const;

/**
 * Decodes a body that curl saved compressed (without `--compressed`). `null` where it is not
 * compressed (curl has decoded it), where it is cut or damaged, or larger than `most` bytes.
 */
export function decompress(body: Uint8Array, coding: string, most: number): Uint8Array | null {
  const name = coding.trim().toLowerCase();
  if (!isKnown(name)) return null;
  const { magic, decode } = DECODERS[name];
  if (!magic.every((byte, at) => body[at] === byte)) return null;
  try {
    return decode(body, { maxOutputLength: most });
  } catch {
    return null;
  }
}

function isKnown(name: string): name is keyof typeof DECODERS {
  return Object.hasOwn(DECODERS, name);
}
