import { beginningIn } from './beginnings.ts';
import { REACH, SHORTEST, spelledPieces, wholePatterns } from './spellings.ts';

/**
 * Hides keys in whatever was received, in every spelling that JSON, a URL, HTML, base64 or hex may
 * give them.
 *
 * The replacement is as long as what it hides, so that byte offsets, frame sizes and a
 * `content-length` stay true. Work on whole bodies, or by `follow` on one that still comes: a key cut
 * in two by the network is then one piece again.
 */

export interface Redactor {
  /** A copy of the bytes with every occurrence of a key replaced by as many `*`. */
  readonly bytes: (body: Uint8Array) => Uint8Array;
  /** The same for text: headers, addresses, messages. */
  readonly text: (text: string) => string;
}

/** A redactor for answers that are shown while they come. */
export interface FollowingRedactor extends Redactor {
  /**
   * Follows one body while it comes. What the function gives back for all pieces so far is the
   * beginning of what `bytes` makes of the whole; it lags behind by what may be the beginning of a
   * key, and by nothing else.
   */
  readonly follow: () => (piece: Uint8Array) => Uint8Array;
}

/**
 * Hides these keys; ones of fewer than 8 characters are not looked for (config refuses them). A body
 * that was cut within a key ends in the beginning of one: that is hidden, too.
 */
export function redactor(keys: readonly string[]): FollowingRedactor {
  const worth = [...new Set(keys)].filter((key) => key.length >= SHORTEST);
  if (worth.length === 0) {
    return { bytes: (body) => body, text: (text) => text, follow: () => (piece) => piece };
  }
  // The longest first, since one key may begin with another.
  worth.sort((one, other) => other.length - one.length);
  const inText = wholePatterns(spelledPieces(worth, (character) => character));
  const asBytes = spelledPieces(worth, (character) => Buffer.from(character).toString('latin1'));
  const inBytes = wholePatterns(asBytes);
  let beginning: ((text: string) => number) | null = null;
  const stars = (hit: string) => '*'.repeat(hit.length);
  const latin = worth.map((key) => Buffer.from(key).toString('latin1'));
  return {
    text: (text) => {
      const hidden = inText.reduce((rest, pattern) => rest.replace(pattern, stars), text);
      const tail = tailOf(text, worth);
      return hidden.slice(0, hidden.length - tail) + '*'.repeat(tail);
    },
    bytes: (body) => {
      const hidden = inBytes.reduce((rest, pattern) => hideInBytes(rest, pattern), body);
      const longest = Math.max(...latin.map((key) => key.length));
      const end = Buffer.from(body.subarray(-longest)).toString('latin1');
      const tail = tailOf(end, latin);
      return tail === 0 ? hidden : Uint8Array.from(hidden).fill(0x2a, hidden.length - tail);
    },
    follow: () => {
      beginning ??= beginningIn(asBytes);
      return follower(inBytes, beginning);
    },
  };
}

function follower(
  whole: readonly RegExp[],
  beginning: (text: string) => number,
): (piece: Uint8Array) => Uint8Array {
  let held: Uint8Array = new Uint8Array();
  return (piece) => {
    const all = Buffer.concat([held, piece]);
    const hits: Hit[] = [];
    const hide = (rest: Uint8Array, pattern: RegExp) => hideInBytes(rest, pattern, hits);
    const hidden = whole.reduce<Uint8Array>(hide, all);
    const end = all.toString('latin1', Math.max(0, all.length - REACH));
    const open = all.length - end.length + beginning(end);
    // A key that lies across the cut would not be found again in its second half.
    const across = hits.find(([from, to]) => from < open && to > open);
    const cut = across?.[0] ?? open;
    held = all.subarray(cut);
    return hidden.subarray(0, cut);
  };
}

/**
 * How many characters at the end of a text are the beginning of a key, if enough to matter. Of the
 * text as it came: of a long key the first piece may be hidden by now, and the rest open.
 */
function tailOf(text: string, keys: readonly string[]): number {
  const lengths = keys.map((key) => {
    for (let length = Math.min(key.length, text.length); length >= SHORTEST; length -= 1) {
      if (text.endsWith(key.slice(0, length))) return length;
    }
    return 0;
  });
  return Math.max(...lengths);
}

/** Bytes that are searched at once: a large body as one text would cost its size several times. */
const WINDOW = 1024 * 1024;

/** Where a key stood. */
type Hit = readonly [from: number, to: number];

/** Latin-1 gives each byte one character, so the pattern counts bytes. Adds what it hid to `hits`. */
function hideInBytes(body: Uint8Array, pattern: RegExp, hits: Hit[] = []): Uint8Array {
  const view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let hidden: Uint8Array | null = null;
  let from = 0;
  while (from < view.length) {
    // A hit that begins in a window may end beyond it.
    const text = view.toString('latin1', from, from + WINDOW + REACH);
    let next = from + WINDOW;
    for (const { 0: hit, index } of text.matchAll(pattern)) {
      if (index >= WINDOW) break;
      hidden ??= Uint8Array.from(body);
      hidden.fill(0x2a, from + index, from + index + hit.length);
      hits.push([from + index, from + index + hit.length]);
      next = Math.max(next, from + index + hit.length);
    }
    from = next;
  }
  return hidden ?? body;
}
