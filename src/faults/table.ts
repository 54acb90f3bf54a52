import type { Fault } from './fault.ts';
import { MOST_MIB } from './play.ts';

const BEGIN = '<!-- faults:begin -->';
const END = '<!-- faults:end -->';

/** The table of the README: what is expected, not what was measured, so that it does not go stale. */
export function renderTable(faults: readonly Fault[]): string {
  const rows = faults.map(({ name, expected }) => {
    const { exit, outcome, within, shows } = expected;
    const word = exit === -1 ? 'whole or absent' : (outcome ?? 'no report');
    const partial = expected.partial ? ', PARTIAL' : '';
    const more = shows === undefined ? '' : `, ${shows}`;
    return [name, `${word}${partial}${more}`, exit === -1 ? 'killed' : `${exit}`, `${within} s`];
  });
  return [
    'Made by `npm run faults`, which CI runs with `--check`: each row is a real socket on 127.0.0.1',
    `and the real command. In every row no process grows beyond ${MOST_MIB} MiB (\`VmHWM\` of the largest),`,
    'reports are whole or absent, and the key is in no file and in neither stream of output.',
    '',
    ...aligned([['what it meets', 'report', 'exit', 'within'], ...rows]),
  ].join('\n');
}

/** A Markdown table with straight columns, as the formatter wants it; the first row is its head. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const dashes = widths.map((width) => '-'.repeat(width));
  return rows
    .toSpliced(1, 0, dashes)
    .map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
}

/** The README with the table in its place; `null` where it has no such place. */
export function placeTable(readme: string, table: string): string | null {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) return null;
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}
