import { schemaDefects } from '../schema/mutate.ts';
import type { WireSchema } from '../schema/wire.ts';
import type { Exchange, JsonValue } from '../vocabulary.ts';
import { isObject, listOf, member } from '../wire/members.ts';
import type { Bench, Spot } from './bench.ts';
import { dataOf, joinBlocks, splitBlocks, withData } from './blocks.ts';

/** A corruption that was made by rule and not by hand, and the rows that it must redden. */
export interface GeneratedDefect {
  readonly name: string;
  readonly spot: Spot;
  readonly exchange: Exchange;
  readonly findings: ReadonlySet<string>;
}

/**
 * For each fixture all corruptions that its schema forbids: every member that it has removed, set to
 * null or given another type. The requirement that states the member is the one to be red. Of the
 * chunks of a stream one of each shape is corrupted.
 */
export function memberDefects(bench: Bench): readonly GeneratedDefect[] {
  return bench.spots.flatMap((spot) => {
    const exchange = bench.exchangeAt(spot);
    const { expects } = spot.probe.steps[spot.step] ?? spot.probe.steps[0];
    if (expects.answer === 'models' || expects.mistake === 'path') return [];
    if (expects.answer === 'stream') return chunkDefects(spot, exchange);
    const text = Buffer.from(exchange.body).toString('utf8');
    return bodyDefects(expects.answer, text).map(({ name, requirement, text: changed }) => ({
      name: `${sayKind(name)} in ${sayAnswer(spot)}`,
      spot,
      exchange: withBody(exchange, Buffer.from(changed, 'utf8')),
      findings: new Set([`${spot.probe.id}/${requirement}`]),
    }));
  });
}

/** `stream-left.2`, as its fixture is called. */
export function sayAnswer({ probe, step }: Spot): string {
  return probe.steps.length === 1 ? probe.id : `${probe.id}.${step + 1}`;
}

function sayKind(name: string): string {
  return name.replace(/^remove /, 'no ').replace(/^type /, 'another type at ');
}

interface ChangedText {
  readonly name: string;
  readonly requirement: string;
  readonly text: string;
}

function bodyDefects(schema: WireSchema, text: string): readonly ChangedText[] {
  const value: JsonValue = JSON.parse(text);
  return schemaDefects(schema, value).map(({ name, requirement, apply }) => ({
    name,
    requirement,
    text: JSON.stringify(apply(value)),
  }));
}

function chunkDefects(spot: Spot, exchange: Exchange): readonly GeneratedDefect[] {
  const blocks = splitBlocks(exchange.body);
  const seen = new Set<string>();
  return blocks.flatMap((block, at) => {
    const data = dataOf(block);
    if (data === null || data === '[DONE]') return [];
    const shape = shapeOf(JSON.parse(data));
    if (seen.has(shape)) return [];
    seen.add(shape);
    return bodyDefects('chunk', data).map(({ name, requirement, text }) => ({
      name: `${sayKind(name)} in block ${at} of ${sayAnswer(spot)}`,
      spot,
      exchange: withBody(exchange, joinBlocks(blocks.with(at, withData(block, text)))),
      findings: new Set([`${spot.probe.id}/${requirement}`]),
    }));
  });
}

/** Which members a value has, and where it is null. */
function shapeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (!isObject(value)) return `[${listOf(value).map(shapeOf).join()}]`;
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${name}:${shapeOf(member(value, name) ?? null)}`).join()}}`;
}

/** All at once: what a generated defect does to the arrivals is of no interest. */
export function withBody(exchange: Exchange, bytes: Uint8Array): Exchange {
  const body = new Uint8Array(bytes);
  return { ...exchange, body, frames: body.length === 0 ? [] : [[0, body.length]] };
}
