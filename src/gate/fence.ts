/** What the first line of a fence says. */

/** `python{1,3}` and `js:app.js` are written by some; the language is the word before. */
export function languageOf(word: string): string {
  return (/^[A-Za-z0-9+#_-]+/.exec(word)?.[0] ?? '').toLowerCase();
}

export function titleOf(word: string, meta: string): string {
  const quoted = /\b(?:title|filename|label|name)=(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(meta);
  const named = quoted?.[1] ?? quoted?.[2] ?? quoted?.[3];
  if (named !== undefined) return named;
  const beside = /^[A-Za-z0-9+#_-]+:(\S+)/.exec(word)?.[1];
  const flags = /\{[^}]*\}|\b[\w-]+=("[^"]*"|\S+)|\b(showLineNumbers|lines|wrap|expandable)\b/g;
  return beside ?? meta.replace(flags, '').trim();
}
