import type { Probe } from '../../src/vocabulary.ts';

export const modelsList: Probe = {
  id: 'models-list',
  suite: 'parity',
  title: 'the list of models',
  needs: ['models'],
  sender: 'http',
  steps: [{ expects: { answer: 'models' }, request: () => ({ method: 'GET', path: '/models' }) }],
  tokens: 0,
};
