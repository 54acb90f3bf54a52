import type { Exchange, Verdict } from '../vocabulary.ts';
import { view } from '../wire/view.ts';
import { type Bench, failuresOf, type Spot, type Verdicts } from './bench.ts';
import type { Judged } from './detection.ts';
import { doMeet } from './footprint.ts';
import { mutate } from './mutation.ts';
import { checkOf, type Defect } from './tables.ts';

/** What became of one defect when another one was put into the same answer. */
export type Fate =
  /** One of its rows is red. */
  | 'named'
  /** Its rows cannot be told once the other is there alone: they rest on what the other breaks. */
  | 'rests'
  /** Both change the same place, and the other one hides it. */
  | 'hidden'
  /** The other one takes away what makes it a defect. */
  | 'undone'
  | 'missing';

/** An answer with two defects in it, and what every row says of it. */
export interface Joint {
  readonly one: Judged;
  readonly other: Judged;
  readonly exchange: Exchange;
  readonly verdicts: Verdicts;
}

/** What became of each of the two. */
export async function fatesOf(
  bench: Bench,
  { one, other, exchange, verdicts }: Joint,
): Promise<readonly [Fate, Fate]> {
  const { spot } = one.defect;
  const sound = bench.exchangeAt(spot);
  const before = await soundVerdicts(bench, spot);
  const failures = failuresOf(verdicts);
  // Together they may make another kind of answer, which other rows tell.
  const meet =
    (view(exchange).kind !== view(sound).kind && failures.size > 0) ||
    isSamePlace(one.defect, other.defect) ||
    doMeet(sound, alone(bench, one.defect), alone(bench, other.defect));
  const fate = ({ defect: { findings } }: Judged, beside: Judged): Fate => {
    const rows = [...findings];
    if (rows.some((row) => failures.has(row) || failures.has(gatewayRow(row)))) return 'named';
    const turned = (row: string) =>
      before.get(row)?.verdict === 'pass' && beside.verdicts?.get(row)?.verdict === 'inconclusive';
    const cut = exchange.ending !== sound.ending;
    // A row of a probe with several answers can pass by the other ones.
    const several = spot.probe.steps.length > 1;
    const within = (row: string) =>
      isEmpty(verdicts.get(row))
        ? cut || holdsOthers(beside.defect)
        : several && holdsOthers(beside.defect);
    const untold = (row: string) => isUntold(verdicts.get(row)) || turned(row) || within(row);
    if (rows.every(untold)) return 'rests';
    if (meet) return 'hidden';
    return rows.every((row) => undone.has(checkOf(row)) || absences.has(checkOf(row)))
      ? 'undone'
      : 'missing';
  };
  return [fate(one, other), fate(other, one)];
}

const known = new WeakMap<Exchange, Promise<Verdicts>>();

function soundVerdicts(bench: Bench, spot: Spot): Promise<Verdicts> {
  const sound = bench.exchangeAt(spot);
  const found = known.get(sound) ?? bench.judge(spot, sound);
  known.set(sound, found);
  return found;
}

/** Whether a row says that it cannot be told, for a reason outside of what it speaks of. */
function isUntold(verdict: Verdict | undefined): boolean {
  return (
    verdict?.verdict === 'inconclusive' &&
    (verdict.reason === 'not-tested' || /^(?:it rests on|the answer is) /.test(verdict.detail))
  );
}

/** Rows that can be told no more because nothing is left that they speak of. */
function isEmpty(verdict: Verdict | undefined): boolean {
  return verdict?.verdict === 'inconclusive' && verdict.reason === 'no-subject';
}

/** The requirements of what holds other members: with it broken, nothing in it can be read. */
const holders = new Set([
  'http.body',
  'json.body',
  'error.json',
  'stream.framed',
  'framing.blank-line',
  'framing.event-json',
  'framing.stray-data',
  'completion.choices',
  'chunk.choices',
  'choice.message',
  'choice.delta',
  'message.tool-calls',
  'delta.tool-calls',
  'tool-call.function',
  'tool-delta.function',
  'usage.object',
  'error.object',
]);

function holdsOthers({ findings }: Defect): boolean {
  return [...findings].some((row) => holders.has(checkOf(row)));
}

/** Checks that speak of something only as long as nothing else is there, each with its reason. */
const undone = new Map([
  ['usage.top-level', 'usage in a choice is a finding only where none stands at the top'],
  ['text.not-swallowed-by-reasoning', 'it is told only where the rest of the text is whole'],
  ['http.body', 'a body that was cut may still have become what it is typed as'],
  ['json.byte-order-mark', 'before bytes of another encoding it is no mark of UTF-8'],
  ['text.incremental', 'a text that comes again is known by being the same'],
  [
    'text.same-in-both-modes',
    'two traces of a machine at once cannot be told from another wording of the model',
  ],
  [
    'tools.argument-verbatim',
    'two traces of a machine at once cannot be told from another argument of the model',
  ],
]);

/** Checks that find something lacking: another defect may bring it, in another place. */
const absences = new Set([
  'finish.empty-stop',
  'finish.calls-sent',
  'logprobs.sent',
  'parity.tool-call-count',
  'parity.tool-calls',
  'stream.chunks',
  'stream.finish-reason',
  'stream.role',
  'terminator.present',
  'tool-stream.id',
  'tool-stream.name',
  'tool-stream.type',
  'usage.sent',
]);

/** An unreadable error under 5xx is told as that of a gateway. */
function gatewayRow(row: string): string {
  return row.replace(/\/error\.json$/, '/error.gateway-page');
}

/** Whether both change one JSON value, or one of them a value within that of the other. */
function isSamePlace(one: Defect, other: Defect): boolean {
  const places = ({ operations }: Defect) =>
    operations.flatMap((operation) =>
      'at' in operation ? [operation.at.split('/').slice(1)] : [],
    );
  return places(one).some((a) =>
    places(other).some((b) =>
      a.slice(0, b.length).every((step, n) => step === b[n] || step === '*' || b[n] === '*'),
    ),
  );
}

/** The answer with one of them in it. */
function alone(bench: Bench, { spot, operations }: Defect): Exchange {
  const sound = bench.exchangeAt(spot);
  const made = mutate(sound, operations);
  return typeof made === 'string' ? sound : made;
}
