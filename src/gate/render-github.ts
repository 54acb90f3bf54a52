import { commandMessage, commandProperty, shorten } from '../report/escape.ts';
import type { GateLine, GateResult } from './line.ts';

/** The result as workflow commands, which GitHub shows beside the page's lines. */
export function renderGithub(results: readonly GateResult[]): string {
  return results
    .flatMap(({ page, lines }) =>
      lines.flatMap((line) => {
        const kind = kindOf(line);
        if (kind === null) return [];
        const place = `file=${commandProperty(page)},line=${line.line},col=${line.column}`;
        const title = commandProperty(`${line.verdict}: ${shorten(line.text, 80)}`);
        const remedy = line.remedy === null ? '' : `\n${line.remedy}`;
        return [`::${kind} ${place},title=${title}::${commandMessage(`${line.why}${remedy}`)}\n`];
      }),
    )
    .join('');
}

function kindOf(line: GateLine): 'error' | 'warning' | 'notice' | null {
  if (line.verdict === 'contradicted') return 'error';
  if (line.verdict === 'unverified') return line.binding ? 'warning' : 'notice';
  return line.verdict === 'unknown' ? 'notice' : null;
}
