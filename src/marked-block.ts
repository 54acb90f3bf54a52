/** A text with other words between `<!-- NAME:begin -->` and `<!-- NAME:end -->`; `null` without them. */
export function placeBlock(text: string, name: string, words: string): string | null {
  const begin = `<!-- ${name}:begin -->`;
  const [from, to] = [text.indexOf(begin), text.indexOf(`<!-- ${name}:end -->`)];
  if (from < 0 || to < from) return null;
  return `${text.slice(0, from + begin.length)}\n\n${words}\n\n${text.slice(to)}`;
}
