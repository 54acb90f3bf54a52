import type {
  ContextNeed,
  Dialect,
  Exchange,
  Expectation,
  JsonObject,
  JsonValue,
  ModelEcho,
  Reading,
  SdkReading,
} from '../vocabulary.ts';
import { isObject, listOf, member } from '../wire/members.ts';
import { view } from '../wire/view.ts';

/** What is known about an exchange beside its bytes. */
export interface ReadingFacts {
  readonly expects: Expectation | null;
  readonly sdk: SdkReading | null;
  readonly dialect: Dialect | null;
  readonly modelEcho: ModelEcho;
  readonly model?: string;
}

/** For captured traffic: nothing is known. */
export const noFacts: ReadingFacts = {
  expects: null,
  sdk: null,
  dialect: null,
  modelEcho: 'any',
};

/** Reads an exchange once, for all checks. */
export function read(exchange: Exchange, facts: ReadingFacts): Reading {
  const { request } = exchange;
  const json: JsonObject = isObject(request?.json) ? request.json : {};
  return {
    exchange,
    view: view(exchange),
    request: request === null ? null : json,
    ...facts,
  };
}

/** What a check needs and this reading does not have; `null` where it has everything. */
export function missingContext(reading: Reading, needs: readonly ContextNeed[]): string | null {
  const { exchange } = reading;
  const has: Record<ContextNeed, boolean> = {
    request: reading.request !== null,
    status: exchange.status !== null,
    headers: exchange.headers !== null,
    times: exchange.frames !== null && exchange.endMs !== null,
    ending: exchange.ending !== null,
    bytes: exchange.fidelity === 'bytes',
    date: exchange.date !== null,
    expectation: reading.expects !== null,
    sdk: reading.sdk !== null,
  };
  const missing = needs.filter((need) => !has[need]);
  return missing.length === 0 ? null : `the exchange has no ${missing.join(', no ')}`;
}

/** A member of the request; `undefined` also where the request is not known. */
export function asked(reading: Reading, name: string): JsonValue | undefined {
  return member(reading.request ?? undefined, name);
}

/** Whether the request asked for usage in the stream. */
export function askedUsage(reading: Reading): boolean {
  return member(asked(reading, 'stream_options'), 'include_usage') === true;
}

/** Whether the request asked for sound beside text. */
export function asksForAudio(reading: Reading): boolean {
  return listOf(asked(reading, 'modalities')).includes('audio');
}
