import { expect, test } from 'vitest';
import { documentsOf } from './documents.ts';
import { bodyReading, streamReading } from './engine.fixture.ts';
import { atEvent, atPointer } from './place.ts';

test('a completion is one document, with places in its body', () => {
  const reading = bodyReading('{"choices": [{}]}');
  const [document, ...more] = documentsOf(reading);
  expect(more).toEqual([]);
  expect(document).toMatchObject({ schema: 'completion', value: { choices: [{}] } });
  expect(document?.doc.error).toBeNull();
  expect(document?.at('/choices/0')).toEqual({ pointer: '/choices/0', offset: 13 });
});

test('an error is one document', () => {
  expect(documentsOf(bodyReading({ error: { message: 'm' } }))).toMatchObject([
    { schema: 'error', value: { error: { message: 'm' } } },
  ]);
});

test('a stream is its chunks and its error frames, with places in their events', () => {
  const reading = streamReading([{ choices: [{}] }, { error: 'm' }, { id: 'a' }, '[DONE]']);
  const documents = documentsOf(reading);
  expect(documents.map(({ schema }) => schema)).toEqual(['chunk', 'error']);
  expect(documents.map(({ value }) => value)).toEqual([{ choices: [{}] }, { error: 'm' }]);
  expect(documents.map(({ at }) => at('/a'))).toEqual([
    { event: 0, offset: 0, pointer: '/a' },
    { event: 1, offset: 24, pointer: '/a' },
  ]);
  expect(documents.map(({ doc }) => doc.error)).toEqual([null, null]);
});

test('what a declared dialect allows is no document', () => {
  const filter = { choices: [{ index: 0, content_filter_results: {} }] };
  expect(documentsOf(streamReading([filter], {}, { dialect: 'azure' }))).toEqual([]);
  expect(documentsOf(streamReading([filter]))).toHaveLength(1);
});

test('what ought not to be there, or follows the terminator, is no document', () => {
  expect(documentsOf(streamReading([{ choices: [] }]))).toEqual([]);
  const late = streamReading(['[DONE]', { choices: [{}] }, { error: 'm' }]);
  expect(documentsOf(late)).toEqual([]);
});

test('what is no JSON, or of no known kind, is no document', () => {
  expect(documentsOf(bodyReading('{"choices": ['))).toEqual([]);
  expect(documentsOf(bodyReading('{"a":1}'))).toEqual([]);
  expect(documentsOf(bodyReading('<html>', { status: 500 }))).toEqual([]);
});

test('the documents of a reading are made once', () => {
  const reading = streamReading([{ choices: [] }]);
  expect(documentsOf(reading)).toBe(documentsOf(reading));
});

test('the place of an event is its number and its first byte, and a pointer where one is given', () => {
  const { view } = streamReading(['[DONE]', '[DONE]']);
  const event = view.kind === 'stream' ? view.events[1] : undefined;
  if (event === undefined) throw new Error('no event was read');
  expect(atEvent(event)).toEqual({ event: 1, offset: 14 });
  expect(atEvent(event, '')).toEqual({ event: 1, offset: 14, pointer: '' });
});

test('what is missing from a body is placed at what is around it', () => {
  const reading = bodyReading(' {"a": {"b": 1}}');
  expect(atPointer(reading, '/a/b')).toEqual({ pointer: '/a/b', offset: 13 });
  expect(atPointer(reading, '/a/c')).toEqual({ pointer: '/a/c', offset: 7 });
  expect(atPointer(reading, '')).toEqual({ pointer: '', offset: 1 });
  expect(atPointer(bodyReading(''), '/a')).toEqual({ pointer: '/a', offset: 0 });
});
