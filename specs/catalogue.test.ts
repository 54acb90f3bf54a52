import { describe, expect, test } from 'vitest';
import { costOf, familyOf, mostCost } from '../src/engine/catalogue.ts';
import { planCases } from '../src/engine/plan.ts';
import type { Requirement } from '../src/vocabulary.ts';
import { catalogue } from './catalogue.ts';

const { probes, checks } = catalogue;
const requirements = checks.map(({ requirement }) => requirement);
const ids = requirements.map(({ id }) => id);
const families = new Set(ids.map(familyOf));
const cases = planCases(probes, checks);

/** Those who read the wire, by name. */
const clients =
  /openai-(?:python|node)|SDK|documented loop|LangChain|async-openai|go-openai|new-api|EventSource|JSON\.parse|Swift|serde|zod|pydantic/;

function idsWhere(holds: (requirement: Requirement) => boolean): readonly string[] {
  return requirements.filter(holds).map(({ id }) => id);
}

function repeated(words: readonly string[]): readonly string[] {
  return words.filter((word, place) => words.indexOf(word) !== place);
}

describe('a requirement', () => {
  test('has an id of family and property that no other has', () => {
    expect(ids.filter((id) => !/^[a-z][a-z-]*\.[a-z0-9][a-z0-9-]*$/.test(id))).toEqual([]);
    expect(repeated(ids)).toEqual([]);
  });

  test('states in under 100 characters what holds, in words of its own', () => {
    expect(idsWhere(({ statement }) => statement.length >= 100 || statement === '')).toEqual([]);
    expect(idsWhere(({ decision }) => decision?.trim() === '')).toEqual([]);
    expect(idsWhere(({ level }) => !['MUST', 'SHOULD', 'INFO'].includes(level))).toEqual([]);
    expect(idsWhere(({ statement }) => /\bshould\b|\.$/i.test(statement))).toEqual([]);
    expect(repeated(requirements.map(({ statement }) => statement))).toEqual([]);
  });

  test('names where it is written by an address', () => {
    expect(idsWhere(({ reference }) => !/<https:\/\/[^\s<>]+>/.test(reference))).toEqual([]);
  });

  test('names who breaks without it, in a sentence; information breaks nothing', () => {
    const binding = requirements.filter(({ level }) => level !== 'INFO');
    const vague = binding.filter(({ breaks }) => !clients.test(breaks) || !breaks.endsWith('.'));
    expect(vague.map(({ id, breaks }) => `${id}: ${breaks}`)).toEqual([]);
    expect(
      idsWhere(({ level, breaks }) => (level === 'INFO') !== /^Nothing:/.test(breaks)),
    ).toEqual([]);
  });
});

describe('a check', () => {
  test('is judged on a probe, and compares probes that are there', () => {
    const judged = new Set(cases.map(({ check }) => check));
    expect(ids.filter((id) => !judged.has(id))).toEqual([]);
    const known = new Set(probes.map(({ id }) => id));
    const compared = checks.flatMap(({ compares }) => compares?.flat() ?? []);
    expect(compared.filter((probe) => !known.has(probe))).toEqual([]);
  });

  test('rests on checks or families that are there', () => {
    const named = checks.flatMap(({ requirement, restsOn }) =>
      restsOn.map((one) => ({ check: requirement.id, one })),
    );
    expect(named.filter(({ one }) => !families.has(one) && !ids.includes(one))).toEqual([]);
  });

  test('rests on nothing that rests on it', () => {
    const below = new Map(checks.map(({ requirement: { id }, restsOn }) => [id, expand(restsOn)]));
    const circles = ids.filter((id) => reach(id, below).has(id));
    expect(circles).toEqual([]);
  });
});

test('every probe is judged by checks and has an id of its own', () => {
  const judged = new Set(cases.map(({ probe }) => probe));
  expect(probes.map(({ id }) => id).filter((id) => !judged.has(id))).toEqual([]);
  expect(repeated(probes.map(({ id }) => id))).toEqual([]);
});

test('the whole contract costs at most 48 requests and 3,000 output tokens', () => {
  const { requests, tokens } = costOf(probes, 0);
  expect(requests).toBeLessThanOrEqual(mostCost.requests);
  expect(tokens).toBeLessThanOrEqual(mostCost.tokens);
});

/** Families become the checks in them. */
function expand(names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    families.has(name) ? ids.filter((id) => familyOf(id) === name) : [name],
  );
}

/** Everything that lies below a check, the check itself only where it lies in a circle. */
function reach(id: string, below: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...(below.get(id) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(below.get(next) ?? []));
  }
  return found;
}
