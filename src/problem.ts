/**
 * What went wrong outside the contract, and the exit code that it deserves. The message is one
 * sentence that says what, where, and how to mend it; it is printed without a stack trace.
 */
export type ProblemKind =
  /** An option or argument is wrong: exit 2. */
  | 'usage'
  /** A config, page, baseline or report file is wrong: exit 2. */
  | 'file'
  /** chatspec itself failed: exit 2. */
  | 'internal'
  /** It could not be told: outage, quota, key refused, evidence missing: exit 3. */
  | 'untold';

/** The one error type that chatspec throws on purpose. */
export class Problem extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Problem';
    this.kind = kind;
  }

  /** 2 for wrong use, wrong files and our own faults; 3 where nothing could be told. */
  get exitCode(): 2 | 3 {
    return this.kind === 'untold' ? 3 : 2;
  }
}

/** What a person would say of the errors of a file system. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory; name a file',
  EACCES: 'you may not use it',
  EPERM: 'you may not use it',
  ENOTDIR: 'a part of its path is not a directory',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** The words of any thrown value, on one line. */
export function wordsOf(error: unknown): string {
  const told = fileErrorOf(error);
  if (told !== undefined) return told;
  const words = error instanceof Error ? error.message || error.name : String(error);
  return words.replace(/\s+/g, ' ').trim();
}

function fileErrorOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  // Programs that are not there and addresses that are refused are told in words that name them.
  if (/^(?:spawn|connect|listen|bind)/.test(String(error.syscall))) return undefined;
  return FILE_ERRORS[String(error.code)];
}
