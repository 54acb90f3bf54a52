import type { ExchangeRequest, HeaderPair, JsonObject, JsonValue } from '../../vocabulary.ts';
import { keepRequestHeaders } from '../headers.ts';
import type { Redactor } from '../redact.ts';
import { isList, isObject, parseJson, textOf } from './json.ts';
import { openAddress } from './secrets.ts';

/** The name and value pairs of a HAR header list; what is not a pair is dropped. */
export function pairsOf(list: JsonValue | undefined): readonly HeaderPair[] {
  if (!isList(list)) return [];
  return list.flatMap((item) => {
    if (!isObject(item)) return [];
    const [name, value] = [textOf(item['name']), textOf(item['value'])];
    return name === null || value === null ? [] : [[name, value] as const];
  });
}

/**
 * The request of a HAR entry without its secrets; `null` where the recorder kept no body, since
 * what was asked is then not known.
 */
export function requestOfEntry(request: JsonObject, redact: Redactor): ExchangeRequest | null {
  const kept = isObject(request['postData']) ? textOf(request['postData']['text']) : null;
  if (kept === null) return null;
  const sent = redact.text(kept);
  const json = parseJson(sent);
  return {
    method: textOf(request['method']) ?? 'POST',
    url: openAddress(textOf(request['url']) ?? ''),
    headers: keepRequestHeaders(
      // What a recorder wrote under this name may be a key without a scheme: nothing of it is kept.
      pairsOf(request['headers']).filter(([name]) => !/^authorization$/i.test(name)),
      [],
    ),
    json: json ?? null,
    text: json === undefined ? sent : null,
  };
}
