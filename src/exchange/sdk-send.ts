import type { Dispatcher } from 'undici';
import { wordsOf } from '../problem.ts';
import type { OutgoingRequest } from '../vocabulary.ts';
import { say } from './failure.ts';
import { bearerOf, withMembers } from './outgoing.ts';
import type { Recorder } from './recorder.ts';
import { askSdk, openSdk } from './sdk-client.ts';
import type { Transport } from './transport.ts';

/**
 * Lets the `openai` SDK write the request, as the documented examples do. What it makes of the
 * answer does not matter here: the recorder sees the bytes.
 */
export async function sendBySdk(
  request: OutgoingRequest,
  dispatcher: Dispatcher,
  transport: Transport,
  recorder: Recorder,
): Promise<void> {
  const { target, key } = transport;
  const client = await openSdk({
    dispatcher,
    baseURL: target.baseUrl,
    key: bearerOf(request, key),
    headers: target.headers,
    query: target.query,
  });
  const body = withMembers(request.json ?? {}, target.body);
  const refusal = await askSdk(client, request.method, body, () => true).catch((error) => error);
  // Reached only where the SDK sent nothing at all: else the recorder has settled or will.
  if (refusal instanceof Error && !recorder.dispatched) {
    recorder.give(say('unsent', `the openai SDK did not send the request: ${wordsOf(refusal)}`));
  }
}
