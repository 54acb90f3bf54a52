import { contractChunks } from '../../src/engine/dialect.ts';
import { atEvent } from '../../src/engine/place.ts';
import type { Answer, ChunkEvent, JsonValue, Place, Reading } from '../../src/vocabulary.ts';
import { isObject, listOf, member } from '../../src/wire/members.ts';

/** Where an answer says why it ended: for a stream in the last chunk that gives a reason. */
export function atFinish(reading: Reading, answer: Answer): Place {
  if (reading.view.kind !== 'stream') return within(answer, '/finish_reason');
  const found = placesOf(reading, (choice, n) => {
    const said = typeof member(choice, 'finish_reason') === 'string';
    return said && (member(choice, 'index') ?? n) === answer.index;
  }).at(-1);
  return found === undefined ? answer.at : found('/finish_reason');
}

/** Where the text of an answer stands: for a stream the first piece that holds what is meant. */
export function atText(reading: Reading, answer: Answer, meant = ''): Place {
  const { view } = reading;
  if (view.kind !== 'stream') return within(answer, '/message/content');
  const pieces = view.textFragments.filter(({ choice }) => choice === answer.index);
  return pieces.find(({ text }) => text.includes(meant))?.at ?? pieces[0]?.at ?? answer.at;
}

/** Where usage stands: for a stream in the last chunk that has it. */
export function atUsage(reading: Reading, path: string): Place {
  const chunk = contractChunks(reading).findLast(({ value }) => isObject(member(value, 'usage')));
  return chunk === undefined ? { pointer: `/usage${path}` } : atEvent(chunk, `/usage${path}`);
}

/** Where a member of the envelope stands: for a stream in the first chunk that has it. */
export function atEnvelope(reading: Reading, name: string): Place {
  const chunk = contractChunks(reading).find(({ value }) => member(value, name) !== undefined);
  return chunk === undefined ? { pointer: `/${name}` } : atEvent(chunk, `/${name}`);
}

function within(answer: Answer, path: string): Place {
  return { ...answer.at, pointer: `${answer.at.pointer ?? ''}${path}` };
}

/** The choices that fit, each as a function from a path in it to the place of that. */
function placesOf(
  reading: Reading,
  fits: (choice: JsonValue, position: number) => boolean,
): readonly ((path: string) => Place)[] {
  return contractChunks(reading).flatMap((chunk: ChunkEvent) =>
    listOf(member(chunk.value, 'choices')).flatMap((choice, n) =>
      fits(choice, n) ? [(path: string) => atEvent(chunk, `/choices/${n}${path}`)] : [],
    ),
  );
}
