import type { Probe } from '../../src/vocabulary.ts';
import { askAsPrinted, system, user } from './chat.ts';

/** The documented page's first example: a system and a user message, `stream` left out. */
const example = {
  messages: [
    system('You are a concise assistant.'),
    user('Explain quantum entanglement in one sentence.'),
  ],
  max_tokens: 128,
};

export const textPlain: Probe = {
  id: 'text-plain',
  suite: 'text',
  title: 'the documented example without streaming',
  needs: [],
  sender: 'http',
  steps: [askAsPrinted(example, 'completion')],
  tokens: 128,
};

export const sdkPlain: Probe = {
  id: 'sdk-plain',
  suite: 'sdk',
  title: 'the documented example without streaming, sent by the openai SDK',
  needs: [],
  sender: 'sdk',
  steps: [askAsPrinted(example, 'completion')],
  tokens: 128,
};
