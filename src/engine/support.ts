import type { Capability, Probe, Reading, Target } from '../vocabulary.ts';
import { member, stringOf } from '../wire/members.ts';
import { asked } from './reading.ts';
import { messageOf, saysUnsupported } from './refusal.ts';

/** Why a probe is not judged at all. */
export interface Skip {
  readonly reason: 'declared' | 'unsupported';
  readonly detail: string;
}

/** The capability that a probe needs and the target says it has not; `null` where there is none. */
export function declaredAbsent(probe: Probe, target: Target): Skip | null {
  const absent = probe.needs.find((need) => target.capabilities[need] === 'no');
  return absent === undefined
    ? null
    : { reason: 'declared', detail: `the target does not have: ${absent}` };
}

/**
 * Whether the target cleanly says that it does not support what the probe asks for or sends along: a
 * 4xx error that names one of the probe's parameters. Where the target claims the capability, this is no skip
 * but a finding of `http.status`; so it is where another answer of the probe shows that the target has
 * it. Gemini, say, takes tools and then refuses the second turn of a loop whose signature was lost, in
 * words that name tools.
 */
export function foundUnsupported(
  probe: Probe,
  target: Target,
  readings: readonly Reading[],
): Skip | null {
  const along = readings.some(wasAccepted) ? null : sentAlong(probe, readings);
  if (along !== null) return { reason: 'unsupported', detail: along };
  const unknown = probe.needs.filter((need) => target.capabilities[need] !== 'yes');
  if (unknown.length === 0 || unknown.length < probe.needs.length) return null;
  if (readings.some(wasAccepted)) return null;
  const words = readings.map((reading) => rejection(reading, probe)).find((w) => w !== null);
  if (words === undefined || words === null) return null;
  return { reason: 'unsupported', detail: `${listOfNeeds(unknown)}: the endpoint says "${words}"` };
}

/**
 * Members that a probe sends for better answers and not for their own sake. OpenAI's reasoning models
 * refuse them: its document calls `max_tokens` not compatible with them, and they take no temperature
 * but the default.
 */
const byTheWay = ['max_tokens', 'max_completion_tokens', 'temperature'];

/**
 * The words by which an endpoint says that it does not support what the probe only sends along: then
 * the request was refused for a reason that the probe is not about.
 */
function sentAlong(probe: Probe, readings: readonly Reading[]): string | null {
  const own = probe.parameters ?? [];
  // What the probe needs is a capability, which the target may have promised.
  const names =
    probe.needs.length === 0
      ? [...byTheWay, ...own]
      : byTheWay.filter((name) => !own.includes(name));
  for (const reading of readings) {
    if (reading.expects?.answer === 'error') continue;
    const sent = names.filter((name) => asked(reading, name) !== undefined);
    const name = saysUnsupported(reading, sent);
    if (name !== null) return `${name}: the endpoint says "${messageOf(reading).slice(0, 160)}"`;
  }
  return null;
}

function wasAccepted({ exchange: { status }, view }: Reading): boolean {
  const answered = view.kind === 'completion' || view.kind === 'stream';
  return status !== null && status < 300 && answered;
}

/** How an endpoint says that it has no list of models at all. */
const noSuchRoute = new Set([404, 405, 501]);

/** Statuses that refuse the caller or the moment, not the parameter. */
const otherRefusals = new Set([401, 402, 403, 408, 429]);

function rejection(reading: Reading, probe: Probe): string | null {
  const { exchange, view } = reading;
  const status = exchange.status ?? 0;
  if (reading.expects?.answer === 'models' && noSuchRoute.has(status)) return `status ${status}`;
  if (status < 400 || status >= 500 || otherRefusals.has(status) || view.kind !== 'error')
    return null;
  const message = messageOf(reading);
  const param = stringOf(member(member(view.doc.value, 'error'), 'param')) ?? '';
  const named = (probe.parameters ?? []).some(
    (name) => param.split(/[.[\]]/).includes(name) || mentions(message, name),
  );
  return named ? message.slice(0, 160) : null;
}

/**
 * `tool_choice` is mentioned by "tool_choice", "toolChoice" and "tool choice"; `n`, a letter of most
 * words, only by itself.
 */
function mentions(message: string, parameter: string): boolean {
  if (parameter.length < 3)
    return message
      .toLowerCase()
      .split(/[^a-z0-9_]+/)
      .includes(parameter);
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return plain(message).includes(plain(parameter));
}

function listOfNeeds(needs: readonly Capability[]): string {
  return needs.join(', ');
}
