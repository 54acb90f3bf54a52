import type { JsonObject } from '../../vocabulary.ts';
import { isObject, textOf } from './json.ts';

/** The body of a HAR entry, or why the recorder's file does not hold it. */
export type HarBody =
  | { readonly bytes: Uint8Array; readonly fidelity: 'bytes' | 'text' }
  | { readonly missing: string };

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** Reads `response.content`. An absent text is a body that was not kept, never an empty body. */
export function bodyOfEntry(response: JsonObject): HarBody {
  const content = isObject(response['content']) ? response['content'] : {};
  const text = textOf(content['text']);
  const size = content['size'];
  if (text === null && textOf(content['_file']) !== null) {
    return { missing: 'its body lies in a file of its own; record the HAR with embedded content' };
  }
  if (text === null || (text === '' && typeof size === 'number' && size > 0)) {
    return { missing: 'the recorder did not keep its body' };
  }
  if (content['encoding'] !== 'base64') {
    return { bytes: new TextEncoder().encode(text), fidelity: 'text' };
  }
  if (!BASE64.test(text)) return { missing: 'its body says base64 and is not' };
  return { bytes: Buffer.from(text, 'base64'), fidelity: 'bytes' };
}
