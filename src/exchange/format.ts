/**
 * Pretty JSON for files that people read and compare: two spaces, members in the order given, and
 * lists of plain values (header pairs, frames) on one line each.
 */
export function formatJson(value: unknown): string {
  return `${format(value, '')}\n`;
}

function format(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  const lines = (open: string, parts: readonly string[], close: string): string =>
    `${open}\n${parts.map((part) => `${deeper}${part}`).join(',\n')}\n${indent}${close}`;
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    return lines(
      '[',
      value.map((item) => format(item, deeper)),
      ']',
    );
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  return lines(
    '{',
    members.map(([name, member]) => `${JSON.stringify(name)}: ${format(member, deeper)}`),
    '}',
  );
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
