import type { Probe } from '../../src/vocabulary.ts';
import { askAsPrinted, user } from './chat.ts';

/** The documented page's streaming example. */
const example = {
  messages: [user('Write one short sentence about AI.')],
  max_tokens: 64,
  stream: true,
};

export const streamPlain: Probe = {
  id: 'stream-plain',
  suite: 'streaming',
  title: 'the documented example with streaming',
  needs: [],
  sender: 'http',
  steps: [askAsPrinted(example, 'stream')],
  tokens: 64,
};

export const streamUsage: Probe = {
  id: 'stream-usage',
  suite: 'streaming',
  title: 'the documented streaming example with include_usage',
  needs: [],
  sender: 'http',
  steps: [askAsPrinted({ ...example, stream_options: { include_usage: true } }, 'stream')],
  tokens: 64,
};

export const sdkStream: Probe = {
  id: 'sdk-stream',
  suite: 'sdk',
  title: 'the documented streaming example, sent by the openai SDK',
  needs: [],
  sender: 'sdk',
  steps: [askAsPrinted(example, 'stream')],
  tokens: 64,
};
