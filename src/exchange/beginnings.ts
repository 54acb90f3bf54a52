import type { Sign, SpelledPiece, Spelling } from './spellings.ts';

/**
 * Where the longest end of a text begins that may be the beginning of one of these pieces, and may
 * even be all of one where that might go on; the length of the text where there is none. Walks the
 * steps, since a pattern of every beginning takes seconds to compile for a long key.
 */
export function beginningIn(pieces: readonly SpelledPiece[]): (text: string) => number {
  const reach = Math.max(0, ...pieces.map(longest));
  const byFirst = new Map<string, SpelledPiece[]>();
  for (const piece of pieces) {
    for (const first of firstsOf(piece)) {
      byFirst.set(first, [...(byFirst.get(first) ?? []), piece]);
    }
  }
  return (text) => {
    for (let at = Math.max(0, text.length - reach); at < text.length; at += 1) {
      const candidates = byFirst.get(text.charAt(at)) ?? [];
      if (candidates.some((piece) => isBegun(piece, text, at))) return at;
    }
    return text.length;
  };
}

/** Whether the text ends within the piece that begins at that place. */
function isBegun(piece: SpelledPiece, text: string, from: number): boolean {
  let places: ReadonlySet<number> = new Set([from]);
  for (const sign of piece) {
    const next = new Set<number>();
    for (const place of places) {
      for (const spelling of sign.ways) {
        if (goesOn(spelling, text, place, next)) return true;
      }
    }
    if (next.size === 0) return false;
    places = next;
  }
  return false;
}

/** Adds where the spelling may end to `ends`; true where the text ends first. */
function goesOn(spelling: Spelling, text: string, from: number, ends: Set<number>): boolean {
  let places = [from];
  for (const { unit, least, most } of spelling) {
    const next: number[] = [];
    for (const place of places) {
      let at = place;
      if (least === 0) next.push(at);
      for (let count = 1; count <= most; count += 1) {
        for (const choice of unit) {
          if (at === text.length) return true;
          at = choice.includes(text.charAt(at)) ? at + 1 : Number.NaN;
        }
        if (Number.isNaN(at)) break;
        if (count >= least) next.push(at);
      }
    }
    if (next.length === 0) return false;
    places = next;
  }
  for (const place of places) ends.add(place);
  return false;
}

/** Every character with which a piece may begin; no spelling begins with a step that may be absent. */
function firstsOf(piece: SpelledPiece): Set<string> {
  return new Set((piece[0]?.ways ?? []).flatMap((spelling) => [...(spelling[0]?.unit[0] ?? '')]));
}

function longest(piece: SpelledPiece): number {
  const ofSpelling = (spelling: Spelling) =>
    spelling.reduce((sum, { unit, most }) => sum + unit.length * most, 0);
  const ofSign = (sign: Sign) => Math.max(...sign.ways.map(ofSpelling));
  return piece.reduce((sum, sign) => sum + ofSign(sign), 0);
}
