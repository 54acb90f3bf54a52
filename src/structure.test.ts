import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** The stages from the bottom up; what stands on one floor does not know its neighbours. */
const FLOORS: readonly (readonly string[])[] = [
  ['version', 'vocabulary', 'problem', 'marked-block', 'markdown-table'],
  ['wire', 'schema'],
  ['target', 'exchange'],
  ['engine'],
  ['specs'],
  ['report', 'score'],
  ['gate', 'contract', 'interop', 'faults', 'mutation'],
  ['cli', 'bench'],
  ['pipeline'],
];

const floorOf = new Map(FLOORS.flatMap((names, floor) => names.map((name) => [name, floor])));

function stageOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second.replace(/\.ts$/, '') : first;
}

it('imports go downwards only', () => {
  const files = globSync('{src,specs}/**/*.ts', { cwd: ROOT }).filter(
    (path) => !/\.(?:test|fixture|mutation)\.ts$|\/generated\//.test(path),
  );
  expect(files.length).toBeGreaterThan(100);
  const wrong = files.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const imported = [...text.matchAll(/(?:from |import\()'(\.[^']+\.ts)'/g)].map(([, to = '']) =>
      normalize(join(dirname(path), to)),
    );
    const own = stageOf(path);
    return imported.flatMap((to) => {
      const other = stageOf(to);
      const below = (floorOf.get(other) ?? Number.NaN) < (floorOf.get(own) ?? Number.NaN);
      return own === other || below ? [] : [`${path} imports ${to}`];
    });
  });
  expect(wrong).toEqual([]);
});
