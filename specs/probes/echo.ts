import type { Probe } from '../../src/vocabulary.ts';
import { ask, askStreamWithUsage, user } from './chat.ts';

/**
 * What breaks when bytes are cut, stripped, joined or de-duplicated on their way: emoji held
 * together by joiners, scripts of three and of two bytes, right-to-left text, blank lines, runs of
 * one digit, backslashes and quotation marks.
 */
export const dictation = [
  'Café 👩‍👩‍👧‍👦 🏳️‍🌈 naïve',
  '',
  '日本語 한국어 中文',
  'שלום مرحبا',
  '',
  '',
  '1111111111 0000000 22',
  'C:\\new\\table "quoted" \\n',
  'end of text',
].join('\n');

const parts = {
  messages: [
    user(
      `Copy the text between <copy> and </copy> exactly, character for character, with its blank lines. Write nothing else.\n<copy>\n${dictation}\n</copy>`,
    ),
  ],
  tokens: 200,
  members: { temperature: 0 },
  expects: { echo: dictation },
};

export const textEcho: Probe = {
  id: 'text-echo',
  suite: 'text',
  title: 'a dictated text of many scripts, without streaming',
  needs: [],
  sender: 'http',
  steps: [ask(parts)],
  tokens: 200,
};

export const streamEcho: Probe = {
  id: 'stream-echo',
  suite: 'streaming',
  title: 'a dictated text of many scripts, with streaming',
  needs: [],
  sender: 'http',
  steps: [askStreamWithUsage(parts)],
  tokens: 200,
};
