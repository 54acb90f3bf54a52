/**
 * Text that a server sent may say anything, and reports are read where markup is alive: Markdown on
 * a code host, HTML in a browser, log lines that a pipeline obeys. Each function here makes text
 * inert for one such place. All first make visible what a reader cannot see.
 */

// Control characters, marks that turn the direction of writing, other invisible characters, and
// halves of surrogate pairs: they can hide or fake what a report says.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

const JOINER = '\u200d';

/** Shows characters that cannot be seen as `\n`, `\t` or `\u{..}`; line breaks too. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (found) => {
    if (found === '\n') return '\\n';
    if (found === '\r') return '\\r';
    if (found === '\t') return '\\t';
    // An emoji joined of several is one sign to a reader; the joiner does no harm.
    if (found === JOINER) return found;
    return `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Like `visible`, but line feeds stay. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line.replace(/\r$/, '')))
    .join('\n');
}

/** Cuts a text to a number of characters and says so. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * A foreign text as Markdown that is only text: no emphasis, link, HTML, mention or reference. It
 * may stand anywhere on a line. What cannot be alive is left alone, since people read the source.
 */
export function inertMarkdown(text: string): string {
  return (
    visible(text)
      .replace(/[\\`*_[\]{}<>#|~&!$@]/g, '\\$&')
      // At the start of a line these begin a list, a heading's underline or an indented block.
      .replace(/^[-+=]|(?<=^\d+)[.)]/, '\\$&')
      .replace(/^\s+/, (space) => '\u00a0'.repeat(space.length))
      // GitHub looks for these after Markdown is read, so escapes do not stop it; a word joiner does.
      .replace(/(?<=[@#]|:(?=\/\/)|www(?=\.)|GH(?=-))/gi, '\u2060')
  );
}

// What our own sentences hold beside words: code between backticks, an address between brackets.
const CODE_OR_LINK = /`([^`]+)`|<(https:\/\/[\w./#?=&%~:+-]+)>/g;

/** A sentence of ours as Markdown: its code and its addresses are alive, and nothing else. */
export function phraseMarkdown(sentence: string): string {
  // One space between a word and code is what it seems to be, and begins no line.
  const words = (text: string) =>
    /^ \S/.test(text) ? ` ${inertMarkdown(text.slice(1))}` : inertMarkdown(text);
  return phrase(sentence, words, codeSpan, (address) => `<${address}>`);
}

/** The same as HTML. */
export function phraseHtml(sentence: string): string {
  return phrase(
    sentence,
    inertXml,
    (code) => `<code>${inertXml(code)}</code>`,
    (address) => `<a href="${inertXml(address)}">${inertXml(address)}</a>`,
  );
}

function phrase(
  sentence: string,
  words: (text: string) => string,
  code: (text: string) => string,
  link: (address: string) => string,
): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of sentence.matchAll(CODE_OR_LINK)) {
    const [whole, span, address = ''] = match;
    parts.push(words(sentence.slice(end, match.index)));
    parts.push(span === undefined ? link(address) : code(span));
    end = match.index + whole.length;
  }
  return [...parts, words(sentence.slice(end))].join('');
}

/** A foreign text as a Markdown code span on one line. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // Spaces keep a backtick at the edge apart from the fence; Markdown takes one pair away.
  return /^$|^[` ]|[` ]$/.test(shown)
    ? `${fence} ${shown || ' '} ${fence}`
    : `${fence}${shown}${fence}`;
}

/** A foreign text as a fenced Markdown block; it cannot close the fence. */
export function codeBlock(text: string, language: string): string {
  const shown = visibleLines(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A foreign text inside HTML or XML, in content or in a quoted attribute. */
export function inertXml(text: string): string {
  return visibleLines(text).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

/** A foreign text as the message of a GitHub workflow command. */
export function commandMessage(text: string): string {
  return visibleLines(text).replace(/%/g, '%25').replace(/\n/g, '%0A');
}

/** A foreign text as a property of a GitHub workflow command. */
export function commandProperty(text: string): string {
  return commandMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
