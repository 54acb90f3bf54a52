import type {
  Answer,
  AssembledCall,
  ChunkEvent,
  JsonObject,
  JsonValue,
  Place,
  TextFragment,
  ToolFragment,
} from '../vocabulary.ts';
import { countOf, isObject, listOf, member, stringOf } from './members.ts';

/** Names by which vendors send reasoning text. */
const reasoningMembers = ['reasoning_content', 'reasoning'] as const;

function reasoningOf(holder: JsonValue | undefined): string | null {
  for (const name of reasoningMembers) {
    const text = stringOf(member(holder, name));
    if (text !== null && text !== '') return text;
  }
  return null;
}

/** The answers of a completion, as they stand. Skips what is no object: the schema names that. */
export function answersOfCompletion(body: JsonValue | undefined): readonly Answer[] {
  return listOf(member(body, 'choices')).flatMap((choice, position) => {
    if (!isObject(choice)) return [];
    const pointer = `/choices/${position}`;
    const message = member(choice, 'message');
    const finish = stringOf(member(choice, 'finish_reason'));
    return [
      {
        index: countOf(member(choice, 'index')) ?? position,
        role: stringOf(member(message, 'role')),
        content: stringOf(member(message, 'content')),
        refusal: stringOf(member(message, 'refusal')),
        reasoning: reasoningOf(message),
        calls: listOf(member(message, 'tool_calls')).flatMap((call, n) =>
          isObject(call) ? [readCall(call, { pointer: `${pointer}/message/tool_calls/${n}` })] : [],
        ),
        finishReasons: finish === null ? [] : [finish],
        at: { pointer },
      },
    ];
  });
}

function readCall(call: JsonValue, at: Place): AssembledCall {
  const body = member(call, 'function');
  return {
    index: countOf(member(call, 'index')),
    id: stringOf(member(call, 'id')),
    type: stringOf(member(call, 'type')),
    name: stringOf(member(body, 'name')),
    arguments: stringOf(member(body, 'arguments')) ?? '',
    at,
  };
}

/** Everything that the chunks of one stream say, in order of arrival. */
export interface AssembledStream {
  readonly answers: readonly Answer[];
  readonly toolFragments: readonly ToolFragment[];
  readonly textFragments: readonly TextFragment[];
}

/** One answer while its chunks come in. */
interface Draft {
  readonly index: number;
  readonly at: Place;
  role: string | null;
  readonly content: string[];
  readonly refusal: string[];
  readonly reasoning: string[];
  readonly finishReasons: Set<string>;
}

/** Puts the chunks of a stream together as a client does: by choice index, in order of arrival. */
export function assembleChunks(chunks: readonly ChunkEvent[]): AssembledStream {
  const drafts = new Map<number, Draft>();
  const toolFragments: ToolFragment[] = [];
  const textFragments: TextFragment[] = [];

  for (const { value, event, offset } of chunks) {
    for (const [position, choice] of listOf(member(value, 'choices')).entries()) {
      if (!isObject(choice)) continue;
      const at = { event, offset, pointer: `/choices/${position}` };
      const index = countOf(member(choice, 'index')) ?? position;
      const draft = drafts.get(index) ?? newDraft(index, at);
      drafts.set(index, draft);
      addChoice(draft, choice);
      const delta = member(choice, 'delta');
      textFragments.push(...textOf(delta, index, at));
      toolFragments.push(...callsOf(delta, index, at));
    }
  }

  const groups = Map.groupBy(groupFragments(toolFragments), ([first]) => first?.choice);
  const answers = [...drafts.values()]
    .sort((a, b) => a.index - b.index)
    .map((draft) => ({
      ...draft,
      content: join(draft.content),
      refusal: join(draft.refusal),
      reasoning: join(draft.reasoning),
      calls: (groups.get(draft.index) ?? []).flatMap(assembleCall),
      finishReasons: [...draft.finishReasons],
    }));
  return { answers, toolFragments, textFragments };
}

function newDraft(index: number, at: Place): Draft {
  const finishReasons = new Set<string>();
  return { index, at, role: null, content: [], refusal: [], reasoning: [], finishReasons };
}

function addChoice(draft: Draft, choice: JsonObject): void {
  const delta = member(choice, 'delta');
  draft.role ??= stringOf(member(delta, 'role'));
  push(draft.content, stringOf(member(delta, 'content')));
  push(draft.refusal, stringOf(member(delta, 'refusal')));
  push(draft.reasoning, reasoningOf(delta));
  const finish = stringOf(member(choice, 'finish_reason'));
  if (finish !== null && finish !== '') draft.finishReasons.add(finish);
}

function push(parts: string[], text: string | null): void {
  if (text !== null) parts.push(text);
}

type ChoicePlace = Place & { readonly pointer: string };

function textOf(delta: JsonValue | undefined, choice: number, at: ChoicePlace): TextFragment[] {
  const text = stringOf(member(delta, 'content'));
  return text === null
    ? []
    : [{ choice, text, at: { ...at, pointer: `${at.pointer}/delta/content` } }];
}

function callsOf(delta: JsonValue | undefined, choice: number, at: ChoicePlace): ToolFragment[] {
  return listOf(member(delta, 'tool_calls')).flatMap((call, n) => {
    if (!isObject(call)) return [];
    const body = member(call, 'function');
    return [
      {
        choice,
        index: countOf(member(call, 'index')),
        id: member(call, 'id'),
        type: member(call, 'type'),
        name: member(body, 'name'),
        arguments: member(body, 'arguments'),
        at: { ...at, pointer: `${at.pointer}/delta/tool_calls/${n}` },
      },
    ];
  });
}

/** No part at all is `null`, as in a message; empty parts are the empty string. */
function join(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join('');
}

/** The fragments of each call, in the order in which the calls began. */
export function groupFragments(
  fragments: readonly ToolFragment[],
): readonly (readonly ToolFragment[])[] {
  return [...Map.groupBy(fragments, ({ choice, index }) => `${choice}/${index}`).values()];
}

/** The first text that is not empty: what opens a call is not undone by what continues it. */
export function firstText(values: readonly (JsonValue | undefined)[]): string | null {
  for (const value of values) if (typeof value === 'string' && value !== '') return value;
  return null;
}

function assembleCall(group: readonly ToolFragment[]): readonly AssembledCall[] {
  const first = group[0];
  if (first === undefined) return [];
  return [
    {
      index: first.index,
      id: firstText(group.map((fragment) => fragment.id)),
      type: firstText(group.map((fragment) => fragment.type)),
      name: firstText(group.map((fragment) => fragment.name)),
      arguments: group.map((fragment) => stringOf(fragment.arguments) ?? '').join(''),
      at: first.at,
    },
  ];
}
