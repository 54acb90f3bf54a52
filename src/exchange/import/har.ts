import { Problem } from '../../problem.ts';
import type {
  Ending,
  Exchange,
  HeaderPair,
  JsonObject,
  JsonValue,
  TransportFailure,
} from '../../vocabulary.ts';
import { headerOf, keepResponseHeaders } from '../headers.ts';
import type { Redactor } from '../redact.ts';
import { bareExchange, type Capture, type Imported } from './capture.ts';
import { httpDate } from './curl.ts';
import { bodyOfEntry } from './har-body.ts';
import { pairsOf, requestOfEntry } from './har-request.ts';
import { hider } from './hide.ts';
import { isList, isObject, textOf } from './json.ts';
import { pathOf, secretsOf } from './secrets.ts';

/** Whether a JSON value is a HAR. */
export function isHar(value: JsonValue | undefined): value is JsonObject {
  return isObject(value) && isObject(value['log']) && isList(value['log']['entries']);
}

/**
 * Reads a HAR 1.2: each entry that was posted to `.../chat/completions`, named
 * `<file>#<number of the entry from 0>`.
 * @throws {Problem} where no entry is a chat-completions request.
 */
export function importHar(har: JsonObject, source: string): Imported {
  const log = har['log'];
  const entries = isObject(log) && isList(log['entries']) ? log['entries'] : [];
  const hide = hider(source);
  const captures = entries.flatMap((entry, number) => {
    const capture = importEntry(entry, `${source}#${number}`, hide);
    return capture === null ? [] : [capture];
  });
  const skipped = entries.length - captures.length;
  if (captures.length === 0) {
    throw new Problem(
      'untold',
      `${source} holds no request to .../chat/completions among its ${entries.length} entries`,
    );
  }
  const notes =
    skipped === 0
      ? []
      : [
          `${source}: skipped ${skipped} of ${entries.length} entries, which are not chat completions`,
        ];
  return { captures, notes };
}

/** `null` where the entry is no chat-completions request. */
function importEntry(
  entry: JsonValue,
  source: string,
  hide: (secrets: readonly string[]) => Redactor,
): Capture | null {
  if (!isObject(entry) || !isObject(entry['request'])) return null;
  const request = entry['request'];
  const url = textOf(request['url']) ?? '';
  // A browser's preflight goes to the same path; only a POST asks for a completion.
  if ((textOf(request['method']) ?? 'POST').toUpperCase() !== 'POST') return null;
  if (!pathOf(url).endsWith('/chat/completions')) return null;

  const response = isObject(entry['response']) ? entry['response'] : {};
  const status = response['status'];
  const error = textOf(response['_error']) ?? textOf(entry['_error']);
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999) {
    const why = error === null ? '' : ` (${error})`;
    return { kind: 'untold', source, why: `no answer came${why}` };
  }
  const body = bodyOfEntry(response);
  if ('missing' in body) return { kind: 'untold', source, why: body.missing };

  const redact = hide(secretsOf(pairsOf(request['headers']), url));
  const headers = pairsOf(response['headers']);
  const exchange: Exchange = {
    ...bareExchange(source, redact.bytes(body.bytes)),
    request: requestOfEntry(request, redact),
    status,
    // A list without any header is a recorder that kept none: every answer has one.
    headers: headers.length === 0 ? null : hidden(keepResponseHeaders(headers), redact),
    fidelity: body.fidelity,
    ...endOf(error),
    endMs: millisecondsOf(entry['time']),
    date: isoDate(textOf(entry['startedDateTime'])) ?? httpDate(headerOf(headers, 'date')),
  };
  return { kind: 'exchange', exchange, redact };
}

function hidden(headers: readonly HeaderPair[], redact: Redactor): HeaderPair[] {
  return headers.map(([name, value]) => [name, redact.text(value)]);
}

/** A browser notes in `_error` that a body was left or cut; otherwise it counts as ended. */
function endOf(error: string | null): { ending: Ending; failure: TransportFailure | null } {
  if (error === null || error === '') return { ending: 'complete', failure: null };
  if (/abort/i.test(error)) return { ending: 'aborted', failure: null };
  return { ending: 'error', failure: { kind: 'reset', message: `the recorder noted ${error}` } };
}

function millisecondsOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A date with its offset from UTC; without one it is some other machine's local time. */
function isoDate(value: string | null): string | null {
  if (value === null || !/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
