import type { JsonValue, Reading } from '../vocabulary.ts';
import { headerOf } from '../wire/headers.ts';
import { member, stringOf } from '../wire/members.ts';

/** The error object of an answer that is one; `undefined` where it has none. */
function errorOf({ view }: Reading): JsonValue | undefined {
  return view.kind === 'error' ? member(view.doc.value, 'error') : undefined;
}

/** By what kind the answer says that it refuses: its code and type, also those within. */
function kindsOf(reading: Reading): string {
  const error = errorOf(reading);
  const within = member(error, 'innererror');
  return [member(error, 'code'), member(error, 'type'), member(within, 'code')]
    .map((value) => stringOf(value) ?? '')
    .join(' ');
}

/** What the message of the error says; an error may be nothing but its message. */
export function messageOf(reading: Reading): string {
  const error = errorOf(reading);
  return stringOf(member(error, 'message')) ?? stringOf(error) ?? '';
}

/**
 * Whether the answer refuses the moment and not the request: a limit of the rate that names itself
 * (RFC 6585, section 4), or a service that says when to come again (RFC 9110, section 10.2.3). Such an
 * answer was given before the request was looked at, so it tells nothing of how a mistake is answered.
 * A bare 429 or 503 may be the answer to the mistake: routers send them for an unknown model.
 */
export function isOfTheMoment(reading: Reading): boolean {
  const { status } = reading.exchange;
  if (status !== 429 && status !== 503) return false;
  const later = ['retry-after', 'retry-after-ms'].some(
    (name) => headerOf(reading.exchange, name) !== null,
  );
  if (later || status === 503) return later;
  return /rate.?limit|quota|too.?many|\b(?:requests|tokens)\b/i.test(kindsOf(reading));
}

/**
 * Whether a filter refused the prompt: Azure answers 400 with `content_filter`, OpenAI with
 * `content_policy_violation` or `invalid_prompt`, others with words of the same kind. What a filter
 * makes of a harmless sentence is no matter of the contract.
 */
export function wasFiltered(reading: Reading): boolean {
  const status = reading.exchange.status ?? 0;
  const filters =
    /content.?(?:filter|policy|management)|moderation|responsible.?ai|invalid_prompt|prompt_blocked|prohibited_content|data_inspection|sensitive_words/i;
  return status >= 400 && status < 500 && filters.test(kindsOf(reading));
}

/**
 * Which of these members of the request the answer says that it does not support, in words of not
 * supporting: "unknown name" is the word of a server that does not know what OpenAI documents.
 */
export function saysUnsupported(reading: Reading, names: readonly string[]): string | null {
  const status = reading.exchange.status ?? 0;
  if (status < 400 || status >= 500) return null;
  const message = messageOf(reading);
  const unsupported = /unsupported|n[o']t (?:\w+ )?(?:support|compatible)|only the default/i;
  if (!unsupported.test(`${kindsOf(reading)} ${message}`)) return null;
  const param = stringOf(member(errorOf(reading), 'param'));
  const isNamed = (name: string): boolean =>
    param === null || param === ''
      ? message.split(/[^A-Za-z0-9_]+/).includes(name)
      : param.split(/[.[\]]/).includes(name);
  return names.find(isNamed) ?? null;
}
