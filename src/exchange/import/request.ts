import { Problem } from '../../problem.ts';
import type { ExchangeRequest, JsonObject } from '../../vocabulary.ts';
import { readJsonText } from '../../wire/json.ts';
import { toUtf8 } from './encoding.ts';
import { isObject, parseJson, textOf } from './json.ts';
import { openAddress } from './secrets.ts';

/**
 * Reads the request that belongs to a saved answer: the JSON body that was sent, or an object with
 * `method`, `url` and `body`. Headers in it are not kept.
 * @throws {Problem} where the file is not a JSON object.
 */
export function importRequest(bytes: Uint8Array, name: string): ExchangeRequest {
  const text = new TextDecoder().decode(toUtf8(bytes).bytes);
  const value = parseJson(text);
  if (!isObject(value)) {
    throw new Problem(
      'usage',
      `${name} is not a JSON object${placeOf(text)}; --request takes the body that was sent`,
    );
  }
  const body = value['body'];
  const wrapped = 'messages' in value ? undefined : (bodyOf(body) ?? undefined);
  return {
    method: (wrapped && textOf(value['method'])) ?? 'POST',
    url: (wrapped && openAddressOf(value)) ?? '/chat/completions',
    headers: [],
    json: wrapped ?? value,
    text: null,
  };
}

/** Where a text stops being JSON, in brackets; nothing where it is JSON. */
function placeOf(text: string): string {
  const { error } = readJsonText(text);
  return error === null ? '' : ` (${error.message}, character ${error.offset})`;
}

function openAddressOf(value: JsonObject): string | null {
  const url = textOf(value['url']);
  return url === null ? null : openAddress(url);
}

/** The `body` member of a wrapped request: an object, or the text of one. */
function bodyOf(body: JsonObject[string] | undefined): JsonObject | null {
  const value = typeof body === 'string' ? parseJson(body) : body;
  return isObject(value) ? value : null;
}
