/**
 * A Markdown table with straight columns, as the formatter wants it; the first row is its head.
 * Columns from `numbers` on hold numbers and end on the right.
 */
export function alignTable(
  rows: readonly (readonly string[])[],
  numbers = Number.POSITIVE_INFINITY,
): readonly string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const dashes = widths.map((width, at) =>
    at < numbers ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const pad = (cell: string, at: number) =>
    at < numbers ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.toSpliced(1, 0, dashes).map((row) => `| ${row.map(pad).join(' | ')} |`);
}
