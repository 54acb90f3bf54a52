import type {
  Capability,
  JsonObject,
  Mistake,
  OutgoingRequest,
  Probe,
  StepContext,
} from '../../src/vocabulary.ts';
import { user } from './chat.ts';

type Build = (run: StepContext) => Partial<OutgoingRequest> & { readonly json?: JsonObject };

interface ErrorParts {
  readonly id: string;
  readonly title: string;
  readonly mistake: Mistake;
  readonly needs?: readonly Capability[];
  readonly build: Build;
}

/** Should a server accept it after all, the answer costs little. */
const tokens = 8;

function errorProbe({ id, title, mistake, needs, build }: ErrorParts): Probe {
  return {
    id,
    suite: 'errors',
    title,
    needs: needs ?? [],
    sender: 'http',
    steps: [
      {
        expects: { answer: 'error', mistake },
        request: (run) => ({ method: 'POST', path: '/chat/completions', ...build(run) }),
      },
    ],
    tokens,
  };
}

/** A sound request, of which each mistake spoils one thing. */
function sound({ model, limit }: StepContext): JsonObject {
  return { model, messages: [user('Answer with the one word: yes.')], ...limit(tokens) };
}

/** The same mistake in a request for a stream: a failure before the first chunk keeps its status. */
function streamed(parts: ErrorParts): Probe {
  return errorProbe({
    ...parts,
    id: `${parts.id}-stream`,
    title: `${parts.title}, with streaming`,
    build: (run) => {
      const built = parts.build(run);
      return { ...built, json: { ...built.json, stream: true } };
    },
  });
}

const unknownModel: ErrorParts = {
  id: 'error-unknown-model',
  title: 'a model that does not exist',
  mistake: 'model',
  build: (run) => ({ json: { ...sound(run), model: 'chatspec-no-such-model' } }),
};
const badKey: ErrorParts = {
  id: 'error-bad-key',
  title: 'a key that cannot be right',
  mistake: 'key',
  needs: ['auth'],
  build: (run) => ({ json: sound(run), key: 'wrong' }),
};
const messagesType: ErrorParts = {
  id: 'error-messages-type',
  title: 'messages that are a string',
  mistake: 'request',
  build: (run) => ({ json: { ...sound(run), messages: 'yes' } }),
};
const parameterRange: ErrorParts = {
  id: 'error-parameter-range',
  title: 'a temperature out of range',
  mistake: 'lenient',
  build: (run) => ({ json: { ...sound(run), temperature: 99 } }),
};

export const errorProbes: readonly Probe[] = [
  errorProbe(unknownModel),
  streamed(unknownModel),
  errorProbe(badKey),
  streamed(badKey),
  errorProbe({
    id: 'error-no-key',
    title: 'no key at all',
    mistake: 'key',
    needs: ['auth'],
    build: (run) => ({ json: sound(run), key: 'none' }),
  }),
  errorProbe({
    id: 'error-malformed-json',
    title: 'a body that is not JSON',
    mistake: 'request',
    build: ({ model }) => ({ text: `{"model": ${JSON.stringify(model)}, "messages": [` }),
  }),
  errorProbe(messagesType),
  streamed(messagesType),
  errorProbe({
    id: 'error-messages-empty',
    title: 'no message',
    mistake: 'lenient',
    build: (run) => ({ json: { ...sound(run), messages: [] } }),
  }),
  errorProbe(parameterRange),
  streamed(parameterRange),
  errorProbe({
    id: 'error-unknown-path',
    title: 'a path that does not exist',
    mistake: 'path',
    build: (run) => ({ json: sound(run), path: '/chat/completions-no-such-path' }),
  }),
];
