import { examineBySchema } from '../schema/examine.ts';
import type { SchemaRequirement } from '../schema/requirements.ts';
import { schemaRequirements } from '../schema/requirements.ts';
import type { Check, Examination, Finding, Reading, ViewKind } from '../vocabulary.ts';
import { documentsOf } from './documents.ts';
import { asksForAudio } from './reading.ts';

/** More findings of one check on one exchange say nothing new. */
const mostFindings = 20;

/**
 * One check per requirement of the wire schemas: to add a structural rule is to edit one JSON file.
 */
export function schemaChecks(): readonly Check[] {
  return schemaRequirements().map(checkOf);
}

function checkOf({ requirement, schemas }: SchemaRequirement): Check {
  const judgesErrors = schemas.includes('error');
  const on: readonly ViewKind[] = schemas.flatMap((schema): readonly ViewKind[] =>
    schema === 'chunk' ? ['stream'] : schema === 'error' ? ['error', 'stream'] : ['completion'],
  );
  return {
    requirement,
    on: [...new Set(on)],
    context: [],
    restsOn: judgesErrors ? ['error.json'] : [],
    plannedFor: ({ expects }, _probe) =>
      expects.answer === 'error'
        ? judgesErrors && expects.mistake !== 'path'
        : !judgesErrors && expects.answer !== 'models' && on.includes(expects.answer),
    survivesErrorFrame: true,
    examine: (reading) => examine(requirement.id, reading),
  };
}

/** OpenAI's own audio streams have chunks without choices and without a finish reason. */
const notOfAudio = new Set(['chunk.choices', 'chunk-choice.finish-reason']);

function examine(id: string, reading: Reading): Examination {
  if (asksForAudio(reading) && notOfAudio.has(id)) return { subjects: 0, findings: [] };
  let subjects = 0;
  const findings: Finding[] = [];
  for (const document of documentsOf(reading)) {
    const found = examineBySchema(document.schema, document.value).get(id);
    subjects += found?.subjects ?? 0;
    for (const { pointer, expected, actual } of found?.findings ?? []) {
      if (findings.length < mostFindings) {
        findings.push({ at: document.at(pointer), expected, actual });
      }
    }
  }
  return { subjects, findings };
}
