import { createParser } from 'eventsource-parser';
import { readSse } from '../wire/sse.ts';
import { alternate, type Measured } from './measure.ts';

const CHUNK = {
  id: 'chatcmpl-9f2c4a7be1d84c0f8a6b3e5d7c1f2a90',
  object: 'chat.completion.chunk',
  created: 1_774_170_900,
  model: 'gemini-3-pro-preview',
  system_fingerprint: 'fp_2b7c1e9a4d',
  choices: [{ index: 0, delta: { content: ' entanglement' }, logprobs: null, finish_reason: null }],
};
/** As many as the reader takes of one body. */
const EVENTS = 40_000;

/**
 * Our reader of events against a client's parser. It keeps every line with its offset and its ending,
 * which is what a client throws away, so that only a collapse is to be noticed here.
 */
export async function measureReading(rounds: number): Promise<Measured> {
  const text = `data: ${JSON.stringify(CHUNK)}\n\n`.repeat(EVENTS);
  const bytes = new TextEncoder().encode(text);
  const ours = () => expectAll(readSse(bytes).blocks.length);
  const theirs = () => {
    let events = 0;
    const parser = createParser({
      onEvent: () => {
        events += 1;
      },
    });
    parser.feed(new TextDecoder().decode(bytes));
    expectAll(events);
  };
  const [own, other] = await alternate(rounds, timed(ours), timed(theirs));
  const rate = (seconds: number) => `${Math.round(bytes.length / 1e6 / seconds)} MB/s`;
  return {
    name: 'reading a stream, in the speed of eventsource-parser',
    words: `${EVENTS} events of ${bytes.length / EVENTS} bytes; ${rate(own)} and ${rate(other)}`,
    value: other / own,
    limit: 0.04,
    bound: 'least',
    unit: '',
  };
}

function timed(work: () => void): () => Promise<number> {
  return async () => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  };
}

function expectAll(events: number): void {
  if (events !== EVENTS) throw new Error(`${events} of ${EVENTS} events were read`);
}
