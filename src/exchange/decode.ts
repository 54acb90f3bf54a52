import type { Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';

/** Whether a body of that `content-encoding` is decoded while it is recorded. */
export const isDecoded = (encoding: string | null): boolean => makerOf(encoding) !== null;

/**
 * The decoder for a body that was compressed although `accept-encoding: identity` was sent; `null`
 * where there is nothing to decode, or nothing that we can decode (the bytes are then kept as they
 * came and the kept `content-encoding` header tells why nobody can read them).
 *
 * @param encoding the `content-encoding` header
 */
export function decoderFor(encoding: string | null): Transform | null {
  return makerOf(encoding)?.() ?? null;
}

function makerOf(encoding: string | null): (() => Transform) | null {
  // Small pieces, so that the size limit is noticed before much has been inflated.
  const chunkSize = 16 * 1024;
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip({ chunkSize });
    case 'deflate':
      return () => createInflate({ chunkSize });
    case 'br':
      return () => createBrotliDecompress({ chunkSize });
    case 'zstd':
      return () => createZstdDecompress({ chunkSize });
    default:
      return null;
  }
}
