import { shorten } from '../report/escape.ts';
import { candidacy, modelsIn } from './cover.ts';
import { datePattern } from './dates.ts';
import type { BlockKind } from './example.ts';
import type { Claim, OutOfScope, Page } from './page.ts';
import type { PageReading } from './reading.ts';

/** What a statement's words make it likely to be about; the first that fits is taken. */
const topics: readonly {
  readonly words: RegExp;
  readonly id: string;
  readonly sentence: string;
  readonly cases: readonly string[];
}[] = [
  {
    words: /\b(tool|function)[- ]?call|\btools?\b|tool_choice/i,
    id: 'tools',
    sentence: '`{model}` calls tools',
    cases: ['tools-loop/*', 'tools-required-stream/*'],
  },
  {
    words: /\bstream|\bSSE\b|chat\.completion\.chunk|\[DONE\]|server-sent/i,
    id: 'streaming',
    sentence:
      'streaming returns standard `chat.completion.chunk` SSE objects and ends with `data: [DONE]`',
    cases: ['stream-plain/*'],
  },
  {
    words: /\bSDK\b|python|node\.?js|javascript|typescript/i,
    id: 'sdk',
    sentence: 'the official OpenAI SDK reads the answer of `{model}`',
    cases: ['sdk-plain/*'],
  },
  {
    words: /chat|completion|\/v\d|revalidat|verif|confirm|model/i,
    id: 'text-chat',
    sentence: '`{model}` works through `/v1/chat/completions` for normal text chat',
    cases: ['text-plain/*'],
  },
];

/** A page names no more models than this; what names more is a list of names. */
const MOST_MODELS = 100;

/** A first claims file for a page; what a person must decide stands under `undecided`. */
export function draftClaims(
  reading: PageReading,
  blocks: readonly BlockKind[],
  target: string,
): Page & { readonly $schema: string } {
  const statements = new Map<string, string[]>();
  const undecided: string[] = [];
  const seen = new Set<string>();
  const routes = reading.blocks.filter((_, n) => blocks[n]?.kind === 'route');
  const words = [
    ...reading.sentences,
    ...routes.map(({ text, firstLine: line, at }) => ({
      kind: 'sentence' as const,
      text: text.trim(),
      whole: text.trim(),
      code: [],
      at: { ...at, line },
    })),
  ];
  for (const sentence of words) {
    if (candidacy(sentence, []) === null || seen.has(sentence.text)) continue;
    seen.add(sentence.text);
    const topic = topics.find((each) => each.words.test(sentence.text));
    const text = withDate(sentence.text);
    if (topic === undefined) {
      undecided.push(
        `line ${sentence.at.line}: which cases verify "${shorten(text, 200)}", or why is it out of scope?`,
      );
      continue;
    }
    statements.set(topic.id, statements.get(topic.id) ?? []);
    statements.get(topic.id)?.push(text);
    undecided.push(
      `line ${sentence.at.line}: is "${shorten(text, 200)}" tied rightly to ${topic.cases.join(', ')}?`,
    );
  }
  const claims = topics
    .filter(({ id }) => statements.has(id))
    .map(
      ({ id, sentence, cases }): Claim => ({
        id,
        sentence,
        statements: statements.get(id) ?? [],
        cases,
      }),
    );
  const outOfScope: readonly OutOfScope[] = [];
  const models = modelsOf(reading, blocks);
  if (models.length === 0) undecided.unshift('which models does the page speak of?');
  return {
    $schema: '../../schemas/files/page.schema.json',
    title: reading.title === '' ? 'Untitled' : reading.title,
    target,
    models: models.length === 0 ? ['MODEL'] : models,
    maxAgeDays: 30,
    claims: claims.length > 0 ? claims : [fallback()],
    outOfScope,
    shapes: { completion: 'text-plain', stream: 'stream-plain' },
    undecided: undecided.length > 0 ? undecided : ['does the page say all that it should?'],
  };
}

function fallback(): Claim {
  return {
    id: 'text-chat',
    sentence: '`{model}` answers',
    statements: [],
    cases: ['text-plain/*'],
  };
}

/** A date becomes a place to be renewed; a person decides whether it is one of verification. */
function withDate(text: string): string {
  return text.replace(new RegExp(datePattern, 'gi'), '{date}');
}

/** The models that examples ask for come first: what stands in prose may be another page's. */
function modelsOf(reading: PageReading, blocks: readonly BlockKind[]): readonly string[] {
  const asked = blocks.flatMap((block) => {
    const model = block.kind === 'example' ? block.example.request?.json?.['model'] : undefined;
    return typeof model === 'string' ? [model] : [];
  });
  const named = reading.sentences.flatMap((sentence) => modelsIn(sentence, []));
  return [...new Set(asked.length > 0 ? asked : named)].slice(0, MOST_MODELS);
}
