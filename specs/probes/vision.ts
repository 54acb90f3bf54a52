import type { Probe } from '../../src/vocabulary.ts';
import { ask, user } from './chat.ts';

/** A red square of 8 by 8 pixels, as a PNG. */
const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

export const textVision: Probe = {
  id: 'text-vision',
  suite: 'text',
  title: 'an image by data URL',
  needs: ['vision'],
  parameters: ['image_url', 'image', 'content', 'vision', 'multimodal'],
  sender: 'http',
  steps: [
    ask({
      messages: [
        user([
          { type: 'text', text: 'Which colour is this square? Answer with one word.' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${redSquare}` } },
        ]),
      ],
      tokens: 16,
    }),
  ],
  tokens: 16,
};
