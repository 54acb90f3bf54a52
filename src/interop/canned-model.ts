import type { Dialogue } from './dialogue.ts';

/** A call of a function, with its arguments as JSON. */
export interface CannedCall {
  readonly name: string;
  readonly arguments: string;
}

/** What the canned model says, and how many tokens that is. */
export interface CannedAnswer {
  readonly content: string;
  readonly calls: readonly CannedCall[];
  /** The limit on output tokens cut it. */
  readonly cut: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A question that the model knows, and its answer; the first one that fits is taken. */
const KNOWN: readonly (readonly [question: RegExp, say: (match: RegExpExecArray) => string])[] = [
  [/<copy>\n(.*)\n<\/copy>/s, ([, text = '']) => text],
  [/write the word (\w+) five times/i, ([, word = '']) => Array(5).fill(word).join(' ')],
  [/count from (\d+) to (\d+)/i, ([, from, to]) => count(Number(from), Number(to))],
  [/the one word:? (\w+)/i, ([, word = '']) => word],
  [/as JSON with one member "capital"/i, () => '{"capital":"Paris"}'],
  [/capital of France/i, () => 'Paris.'],
  [/which colour did I name/i, () => 'Teal.'],
  [/colour is this square/i, () => 'Red.'],
  [/name one animal/i, () => 'Otter.'],
  [/weather/i, () => 'It is sunny in Paris, 21 degrees Celsius.'],
  [/quantum entanglement/i, () => ENTANGLEMENT],
  [/about AI/i, () => 'AI turns patterns in data into useful decisions.'],
];

const ENTANGLEMENT =
  'Quantum entanglement is a link between particles so close that measuring one tells at once ' +
  'what will be found at the other, however far apart they are.';

const POEM = Array.from({ length: 20 }, (_, line) => `Wave ${line + 1} rolls in and out.`).join(
  '\n',
);

/**
 * The model behind the mock: it does what the probes ask, in the plainest way, and always the same.
 * It decides what is said; how that is put on the wire is the business of mock and gateway.
 */
export function answer(asked: Dialogue): CannedAnswer {
  const promptTokens = tokensOf(asked.prompt).length;
  const calls = asked.called ? [] : callsFor(asked);
  const whole = calls.length > 0 ? calls.map((call) => call.arguments).join('') : say(asked);
  const tokens = tokensOf(stopped(whole, asked.stop));
  const kept = asked.limit === null ? tokens : tokens.slice(0, asked.limit);
  const cut = kept.length < tokens.length;
  return {
    // A call that does not fit is not made: half of its arguments would not be JSON.
    content: calls.length > 0 ? '' : kept.join(''),
    calls: cut ? [] : calls,
    cut,
    promptTokens,
    completionTokens: kept.length,
  };
}

function say({ instruction, question }: Dialogue): string {
  for (const text of [instruction, question ?? '']) {
    for (const [known, reply] of KNOWN) {
      const match = known.exec(text);
      if (match !== null) return reply(match);
    }
  }
  return 'I do not know.';
}

/** Calls the tools that the question names; where it names none, the first one allowed. */
function callsFor({ tools, question }: Dialogue): readonly CannedCall[] {
  const text = question ?? '';
  const named = tools.filter((tool) => text.includes(tool));
  return (named.length > 0 ? named : tools.slice(0, 1)).map((name) => ({
    name,
    arguments: JSON.stringify(
      name === 'save_text' ? { text: dictated(text) } : { city: cityFor(name, text) },
    ),
  }));
}

function dictated(text: string): string {
  return /character for character: (.*)/s.exec(text)?.[1] ?? POEM;
}

function cityFor(tool: string, text: string): string {
  const city = new RegExp(`${tool} for (\\w+)`).exec(text) ?? /\bin ([A-Z]\w+)/.exec(text);
  return city?.[1] ?? 'Paris';
}

function count(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step).join(', ');
}

/** The text before the first stop sequence in it. */
function stopped(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

/** Pieces of up to four characters, about as long as the tokens of a real model. */
function tokensOf(text: string): readonly string[] {
  return text.match(/\s*[^\s]{1,4}|\s+$/gu) ?? [];
}
