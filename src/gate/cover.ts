import { datesIn } from './dates.ts';
import { requestMembers } from './members.ts';
import type { Claim, OutOfScope, Page } from './page.ts';
import { quotesOf } from './quotes.ts';
import type { Sentence } from './reading.ts';

/** What the claims file says of a statement. */
export type Coverage =
  | { readonly by: 'claims'; readonly claims: readonly Claim[]; readonly dated: boolean }
  | { readonly by: 'scope'; readonly entry: OutOfScope }
  | { readonly by: 'nothing'; readonly candidate: string | null };

/** A statement to be covered: its own words and those of the paragraph around it. */
export type Words = Pick<Sentence, 'kind' | 'text' | 'whole' | 'code'>;

/** Finds what covers a statement; where nothing does, says why it would need to be covered. */
export function coverageOf(sentence: Words, page: Page): Coverage {
  const quotes = quotesOf(page).about(sentence);
  const claims = new Set(quotes.flatMap((quote) => quote.claims));
  if (claims.size > 0) {
    const dated = quotes.some((quote) => quote.claims.length > 0 && quote.text.includes('{date}'));
    return { by: 'claims', claims: page.claims.filter((claim) => claims.has(claim)), dated };
  }
  const entries = new Set(quotes.flatMap(({ entry }) => entry ?? []));
  const entry = entries.size === 0 ? undefined : page.outOfScope.find((each) => entries.has(each));
  if (entry !== undefined) return { by: 'scope', entry };
  return { by: 'nothing', candidate: candidacy(sentence, page.models) };
}

/** The quotes of the claims file that none of these words say. */
export function unsaidQuotes(words: readonly Words[], page: Page): ReadonlySet<string> {
  const quotes = quotesOf(page);
  const said = new Set(words.flatMap((each) => quotes.about(each).map(({ text }) => text)));
  return new Set([...quotes.texts].filter((text) => !said.has(text)));
}

/** Families of models; a name of one has a version in it or is set as code. */
const modelName =
  /\b(?:gpt|o[134]|gemini|gemma|claude|llama|mistral|mixtral|qwen|deepseek|grok|command|nova|phi)-[\w.:-]*\w/g;

/** The models that a statement names. */
export function modelsIn(sentence: Words, models: readonly string[]): readonly string[] {
  const listed = models.filter((model) => namesWhole(sentence.text, model));
  const found = (sentence.text.match(modelName) ?? []).filter(
    (name) => /\d/.test(name) || sentence.code.includes(name),
  );
  return [...new Set([...listed, ...found])];
}

/** Whether a name stands in a text by itself: `gemini-3-pro` does not in `gemini-3-pro-preview`. */
function namesWhole(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return (
    at !== -1 && !/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + name.length] ?? '')
  );
}

const route = /\/v\d+(?:beta)?\b|\/chat\/completions|\b(?:GET|POST|PUT|DELETE) \//;
const objectType = /\bchat\.completion(?:\.chunk)?\b|\[DONE\]/;

/** Why a statement needs a claim: what it names; `null` for plain prose. */
export function candidacy(sentence: Words, models: readonly string[]): string | null {
  const { kind, text, code } = sentence;
  if (datesIn(text).length > 0) return 'it names a date';
  if (modelsIn(sentence, models).length > 0) return 'it names a model';
  if (route.test(text)) return 'it names a route';
  if (objectType.test(text)) return 'it names an object type';
  const parameter = [...code, ...(text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [])].find((word) =>
    requestMembers.has(word),
  );
  if (parameter !== undefined) return `it names the parameter ${parameter}`;
  if (kind === 'heading') return 'it is a heading';
  return kind === 'item' ? 'it is a list item' : null;
}
