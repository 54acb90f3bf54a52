/** As much of Stryker's report as the score looks at. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly status: string }[] }>
  >;
}

/** What came of the mutants of one folder. */
export interface FolderScore {
  readonly folder: string;
  readonly mutants: number;
  /** A test failed. */
  readonly killed: number;
  /** The tests did not end: noticed, too. */
  readonly timeout: number;
  readonly survived: number;
  /** No test runs it: as bad as survived. */
  readonly uncovered: number;
}

/** Counts the mutants of a folder; those that are no program, such as a type error, are left out. */
export function scoreOf(folder: string, report: MutationReport): FolderScore {
  const all = Object.values(report.files).flatMap(({ mutants }) => mutants);
  const count = (status: string) => all.filter((mutant) => mutant.status === status).length;
  const [killed, timeout] = [count('Killed'), count('Timeout')];
  const [survived, uncovered] = [count('Survived'), count('NoCoverage')];
  const mutants = killed + timeout + survived + uncovered;
  return { folder, mutants, killed, timeout, survived, uncovered };
}

const head = [
  '| folder | mutants | killed | timed out | survived | not covered | score | measured |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
];

/**
 * The table with the rows of the folders just measured; other folders keep the rows that they have
 * in `before`, with the day on which they were measured.
 */
export function renderScores(scores: readonly FolderScore[], day: string, before: string): string {
  const kept = new Map(
    [...before.matchAll(/^\| `([^`]+)` .*$/gm)].map(([row, folder]) => [folder ?? '', row]),
  );
  for (const score of scores) kept.set(score.folder, rowOf(score, day));
  return [
    ...head,
    ...[...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  ].join('\n');
}

function rowOf(score: FolderScore, day: string): string {
  const { folder, mutants, killed, timeout, survived, uncovered } = score;
  const percent = mutants === 0 ? 0 : (100 * (killed + timeout)) / mutants;
  // Cut, not rounded: 89.96 % is not 90 %.
  const shown = (Math.floor(percent * 10) / 10).toFixed(1);
  const cells = [mutants, killed, timeout, survived, uncovered, `${shown} %`, day];
  return `| \`${folder}\` | ${cells.join(' | ')} |`;
}
