import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../vocabulary.ts';
import { splitBlocks } from './blocks.ts';

/**
 * Whether two changes of one answer meet: both change its status, its ending or the same header, or
 * the stretches of the body that they change overlap, each widened to whole events and to the event
 * after it, since a lost blank line swallows that one. What is changed in several places counts as
 * one stretch from the first of them to the last.
 */
export function doMeet(sound: Exchange, one: Exchange, other: Exchange): boolean {
  if (one.status !== sound.status && other.status !== sound.status) return true;
  if (one.ending !== sound.ending && other.ending !== sound.ending) return true;
  const headers = changedHeaders(sound, other);
  if (changedHeaders(sound, one).some((name) => headers.includes(name))) return true;
  const [a, b] = [stretchOf(sound, one), stretchOf(sound, other)];
  return a !== null && b !== null && a[0] <= b[1] && b[0] <= a[1];
}

function changedHeaders(sound: Exchange, changed: Exchange): readonly string[] {
  const of = ({ headers }: Exchange, name: string) =>
    (headers ?? []).filter(([own]) => own.toLowerCase() === name);
  const names = [...(sound.headers ?? []), ...(changed.headers ?? [])].map(([name]) =>
    name.toLowerCase(),
  );
  return [...new Set(names)].filter(
    (name) => name !== 'content-length' && !isDeepStrictEqual(of(sound, name), of(changed, name)),
  );
}

/** The first and the last byte of the sound body that a change concerns; `null` for none. */
function stretchOf({ body }: Exchange, { body: changed }: Exchange): [number, number] | null {
  let start = 0;
  while (start < body.length && body[start] === changed[start]) start += 1;
  if (start === body.length && changed.length === body.length) return null;
  const most = Math.min(body.length, changed.length) - start;
  let same = 0;
  while (same < most && body.at(-1 - same) === changed.at(-1 - same)) same += 1;
  const end = body.length - same;
  let at = 0;
  const blocks = splitBlocks(body).map((block): [number, number] => {
    at += block.length;
    return [at - block.length, at];
  });
  const touched = blocks.filter(([from, to]) => from <= end && to >= start);
  const isStream = blocks.length > 1 && Buffer.from(body).includes('data:');
  if (!isStream) return [start, end];
  const next = blocks.find(([from]) => from > (touched.at(-1)?.[0] ?? start));
  return [touched[0]?.[0] ?? start, next?.[1] ?? body.length];
}
