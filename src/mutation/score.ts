import { alignTable } from '../markdown-table.ts';

/** As much of Stryker's report as the score looks at. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly status: string }[] }>
  >;
}

/** What came of the mutants of one file or folder. */
export interface MutantCounts {
  readonly mutants: number;
  /** A test failed. */
  readonly killed: number;
  /** The tests did not end: noticed, too. */
  readonly timeout: number;
  readonly survived: number;
  /** No test runs it: as bad as survived. */
  readonly uncovered: number;
}

/** A file with its counts and the day on which they were measured. */
export interface FileScore extends MutantCounts {
  readonly file: string;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** 1 where all mutants were tried, 4 where every fourth was. */
  readonly every: number;
}

/** Counts the mutants of each file; those that are no program, such as what cannot be loaded, are left out. */
export function scoresOf(
  report: MutationReport,
  { day, every }: Pick<FileScore, 'day' | 'every'>,
): readonly FileScore[] {
  return Object.entries(report.files).map(([file, { mutants: all }]) => {
    const count = (status: string) => all.filter((mutant) => mutant.status === status).length;
    const [killed, timeout] = [count('Killed'), count('Timeout')];
    const [survived, uncovered] = [count('Survived'), count('NoCoverage')];
    const mutants = killed + timeout + survived + uncovered;
    return { file, day, every, mutants, killed, timeout, survived, uncovered };
  });
}

const head = [
  'folder',
  'measured',
  'mutants',
  'killed',
  'timed out',
  'survived',
  'not covered',
  'score',
];

/** The files of a folder that were measured, and how many it has. */
export interface FolderScore {
  readonly folder: string;
  readonly files: readonly FileScore[];
  readonly of: number;
}

/**
 * A row for each folder; the day is that of the file that was measured first, the sample the coarsest.
 * Where files are missing, the row says so.
 */
export function renderScores(folders: readonly FolderScore[]): string {
  return alignTable([head, ...folders.map(rowOf)], 2).join('\n');
}

function rowOf({ folder, files, of }: FolderScore): readonly string[] {
  if (files.length === 0) return [`\`${folder}\``, 'not measured', '', '', '', '', '', ''];
  const sum = (name: keyof MutantCounts) => files.reduce((all, one) => all + one[name], 0);
  const share = shareNoticed(files);
  // Cut, not rounded: 89.96 % is not 90 %.
  const percent = Math.floor(1000 * share) / 10;
  const counts = [sum('mutants'), sum('killed'), sum('timeout'), sum('survived'), sum('uncovered')];
  const every = Math.max(...files.map((one) => one.every));
  const when = [
    files.map((one) => one.day).toSorted()[0] ?? '',
    ...(every === 1 ? [] : [`one mutant in ${every}`]),
    ...(files.length === of ? [] : [`${files.length} of ${of} files`]),
  ].join(', ');
  return [`\`${folder}\``, when, ...counts.map(String), `${percent.toFixed(1)} %`];
}

/**
 * The share of the mutants that the tests notice. What no test runs is known of every mutant, also where
 * only one in some was tried, so that each tried one stands for so many.
 */
function shareNoticed(files: readonly FileScore[]): number {
  let noticed = 0;
  let all = 0;
  for (const { every, killed, timeout, survived, uncovered } of files) {
    noticed += every * (killed + timeout);
    all += every * (killed + timeout + survived) + uncovered;
  }
  return all === 0 ? 0 : noticed / all;
}
