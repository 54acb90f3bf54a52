/** The runs of one character that a text is made of. */
const runsOf = (text: string): readonly string[] => text.match(/(.)\1*/gsu) ?? [];

/** A run that a model may miscount by one. */
const LONG = 3;

/**
 * Whether runs of one character are shorter as a program makes them: no digit is left twice, several
 * characters of a run are gone, or a piece that equalled the one before is. Models miscount a long run
 * by one: it then lacks another number of characters than its pieces have.
 */
export function lacksRepeats(pieces: readonly string[], text: string, dictated: string): boolean {
  const runs = runsOf(text);
  const wanted = runsOf(dictated);
  if (runs.length !== wanted.length || text.length >= dictated.length) return false;
  if (runs.some((run, n) => run.at(0) !== wanted[n]?.at(0))) return false;
  const shorter = runs
    .map((run, n) => ({ run, lost: (wanted[n] ?? '').length - run.length }))
    .filter(({ lost }) => lost !== 0);
  if (shorter.some(({ lost }) => lost < 0)) return false;
  if (!/(\d)\1/.test(text)) return true;
  if (shorter.every(({ run, lost }) => lost > 1 || run.length < LONG)) return true;
  if (pieces.some((piece, n) => n > 0 && piece === pieces[n - 1])) return false;
  const alone = new Set(pieces);
  return shorter.every(({ run, lost }) =>
    Array.from(run, (one, at) => one.repeat(at + 1)).some(
      (piece) => lost % piece.length === 0 && alone.has(piece),
    ),
  );
}
