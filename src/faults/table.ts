import { alignTable } from '../markdown-table.ts';
import type { Fault } from './fault.ts';
import { MOST_MIB } from './play.ts';

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
    ...alignTable([['what it meets', 'report', 'exit', 'within'], ...rows]),
  ].join('\n');
}
