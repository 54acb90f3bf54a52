import { defineCheck, defineFact } from '../../src/engine/define.ts';
import { atPointer } from '../../src/engine/place.ts';
import type { Check, JsonValue, Probe, Reading, Step } from '../../src/vocabulary.ts';
import { isObject, listOf, member, stringOf } from '../../src/wire/members.ts';
import { modelsResponse } from './sources.ts';

const planned = (step: Step, _probe: Probe): boolean => step.expects.answer === 'models';

function isNamed(entry: JsonValue): boolean {
  return (stringOf(member(entry, 'id')) ?? '') !== '';
}

function listed(reading: Reading): JsonValue | undefined {
  return reading.view.kind === 'stream' ? undefined : reading.view.doc.value;
}

export const modelsChecks: readonly Check[] = [
  defineCheck({
    id: 'models.list',
    level: 'SHOULD',
    statement: 'The list of models is a list object of model objects with ids',
    reference: modelsResponse,
    breaks:
      '`client.models.list()` of openai-python and openai-node yields nothing or fails: model pickers stay empty.',
    decision: 'SHOULD: the chat contract does not rest on it.',
    on: ['completion', 'error', 'unknown'],
    context: ['expectation', 'status'],
    plannedFor: planned,
    subjects: (reading) =>
      reading.expects?.answer === 'models' && reading.exchange.status === 200 ? [reading] : [],
    examine: (reading) => {
      const list = listed(reading);
      const data = member(list, 'data');
      const fault = (pointer: string, actual: string) => ({
        at: atPointer(reading, pointer),
        expected: '{"object":"list","data":[{"id":"..."}]}',
        actual,
      });
      if (!Array.isArray(data)) return fault('/data', 'no data array');
      const nameless = listOf(data).findIndex((one) => !isObject(one) || !isNamed(one));
      if (nameless !== -1)
        return fault(`/data/${nameless}`, 'an entry that is no object with an id');
      return member(list, 'object') === 'list'
        ? null
        : fault('/object', 'an object that is no list');
    },
  }),
  defineFact({
    id: 'models.listed',
    statement: 'Whether the model asked for is in the list of models',
    reference: modelsResponse,
    on: ['unknown', 'completion'],
    context: ['expectation'],
    plannedFor: planned,
    facts: (reading) => {
      const ids = listOf(member(listed(reading), 'data')).map((one) => stringOf(member(one, 'id')));
      if (ids.length === 0) return [];
      const { model } = reading;
      if (model === undefined) return [`${ids.length} models are listed`];
      // Gemini's own list puts its collection before every name.
      const found = [model, `models/${model}`].find((name) => ids.includes(name));
      const told = found === undefined ? 'not listed' : `listed as ${found}`;
      return [`${model} is ${told}, among ${ids.length} models`];
    },
  }),
];
