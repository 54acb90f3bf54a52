import type { SyntaxNode } from '@lezer/common';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { type CodeTree, childrenOf, findAll, textOf } from './code-tree.ts';
import { literalOf, membersOf, type Names } from './code-value.ts';
import { sdkOptions } from './members.ts';

/** A call in an example that sends a chat request. */
export interface ChatCall {
  readonly node: SyntaxNode;
  /** The names of the body's members and where each stands, as offsets. */
  readonly members: readonly { readonly name: string; readonly at: number }[];
  /** The body, as far as it is written out; members that only a run would tell are left out. */
  readonly body: JsonObject;
  /** Whether the body is written out whole. */
  readonly complete: boolean;
  /** The address, for calls without an SDK; `null` where the SDK knows it. */
  readonly url: string | null;
  /** The variable that holds what the call returns; `null` where there is none. */
  readonly result: string | null;
}

/** What an example does, as far as reading tells. */
export interface CodeReading {
  readonly calls: readonly ChatCall[];
  /** The addresses that its clients are given. */
  readonly addresses: readonly string[];
  /** Whether it makes a client of the SDK. */
  readonly makesClient: boolean;
}

/** One argument of a call, or one member of the object that is its argument. */
interface Argument {
  readonly name: string | null;
  readonly value: SyntaxNode | null;
  readonly at: number;
}

/** Reads the chat requests that an example sends. `names` are values of earlier blocks. */
export function readCode(tree: CodeTree, earlier: Names = new Map()): CodeReading {
  const names = new Map([...earlier, ...namesOf(tree, earlier)]);
  const calls: ChatCall[] = [];
  const addresses: string[] = [];
  let makesClient = false;
  for (const node of findAll(tree.root, 'CallExpression', 'NewExpression')) {
    const callee = calleeOf(node, tree);
    if (/(^|\.)(Async)?(Azure)?OpenAI$/.test(callee)) {
      makesClient = true;
      addresses.push(...addressesOf(argumentsOf(node, tree), tree, names));
    } else if (
      /(^|\.)chat\.completions\.(create|stream|parse|with_raw_response\.create)$/.test(callee)
    ) {
      const call = callOf(node, argumentsOf(node, tree), null, tree, names);
      // The SDK's own `stream` method adds the member.
      const body = callee.endsWith('.stream') ? { ...call.body, stream: true } : call.body;
      calls.push({ ...call, body });
    } else {
      const raw = rawCallOf(node, callee, tree, names);
      if (raw !== null) calls.push(raw);
    }
  }
  return { calls, addresses, makesClient };
}

/** Values that the example assigns as literals, by name. */
export function namesOf(tree: CodeTree, earlier: Names = new Map()): Names {
  const names = new Map(earlier);
  for (const node of findAll(tree.root, 'AssignStatement', 'VariableDeclaration')) {
    const parts = childrenOf(node);
    const name = parts.find(({ name }) => name === 'VariableName' || name === 'VariableDefinition');
    const sign = parts.findIndex(({ name }) => name === 'AssignOp' || name === 'Equals');
    const right = parts[sign + 1];
    if (name === undefined || right === undefined || sign === -1) continue;
    const value = literalOf(right, tree, names);
    if (value !== undefined) names.set(textOf(name, tree), value);
  }
  return names;
}

function calleeOf(node: SyntaxNode, tree: CodeTree): string {
  const callee = childrenOf(node).find(({ name }) => name !== 'new' && name !== 'await');
  return callee === undefined ? '' : textOf(callee, tree).replace(/\?\./g, '.').replace(/\s/g, '');
}

/** Python's keyword arguments, or the members of the object that JavaScript passes first. */
function argumentsOf(node: SyntaxNode, tree: CodeTree): readonly Argument[] {
  const list = node.getChild('ArgList');
  if (list === null) return [];
  const parts = childrenOf(list);
  if (tree.language === 'javascript') {
    const object = list.getChild('ObjectExpression');
    if (object !== null) return membersOf(object, tree);
    return parts.length > 2 ? [{ name: null, value: parts[1] ?? null, at: list.from }] : [];
  }
  return parts.flatMap((part, n): readonly Argument[] => {
    if (part.name === 'AssignOp') {
      const name = parts[n - 1];
      const value = parts[n + 1] ?? null;
      return name === undefined ? [] : [{ name: textOf(name, tree), value, at: name.from }];
    }
    return part.name === '**' ? [{ name: null, value: parts[n + 1] ?? null, at: part.from }] : [];
  });
}

function callOf(
  node: SyntaxNode,
  found: readonly Argument[],
  url: string | null,
  tree: CodeTree,
  names: Names,
): ChatCall {
  const body: [string, JsonValue][] = [];
  const members: { name: string; at: number }[] = [];
  let complete = true;
  for (const { name, value, at } of found) {
    const known = value === null ? undefined : knownOf(value, tree, names);
    if (name === null) {
      complete = false;
      continue;
    }
    members.push({ name, at });
    if (tree.language === 'python' && sdkOptions.has(name)) {
      // What `extra_body` adds to the body is not followed; the rest shapes no body.
      complete &&= name !== 'extra_body';
      continue;
    }
    if (known === undefined) complete = false;
    else body.push([name, known]);
  }
  return {
    node,
    members,
    body: Object.fromEntries(body),
    complete,
    url,
    result: resultOf(node, tree),
  };
}

function knownOf(value: SyntaxNode, tree: CodeTree, names: Names): JsonValue | undefined {
  // `{ messages }` in JavaScript: the member's definition is also its value.
  if (value.name === 'PropertyDefinition') return names.get(textOf(value, tree));
  return literalOf(value, tree, names);
}

/** A request sent without an SDK: `fetch(url, {body})`, `requests.post(url, json=...)`. */
function rawCallOf(
  node: SyntaxNode,
  callee: string,
  tree: CodeTree,
  names: Names,
): ChatCall | null {
  if (!/^(fetch|axios\.post|requests\.post|httpx\.post|\w*(session|client)\.post)$/.test(callee))
    return null;
  const list = node.getChild('ArgList');
  const first = list === null ? undefined : childrenOf(list)[1];
  const url = first === undefined ? undefined : literalOf(first, tree, names);
  if (typeof url !== 'string' || !url.includes('/chat/completions')) return null;
  const given = argumentsOf(node, tree);
  const direct = given.find(({ name }) => name === 'json' || name === 'body')?.value;
  const dumped = direct?.getChild('ArgList')?.getChild('ObjectExpression') ?? direct;
  const object = callee === 'axios.post' ? list?.getChild('ObjectExpression') : dumped;
  const known = object != null && /^(Object|Dictionary)Expression$/.test(object.name);
  const call = callOf(node, known ? membersOf(object, tree) : [], url, tree, names);
  return known ? call : { ...call, complete: false };
}

function addressesOf(found: readonly Argument[], tree: CodeTree, names: Names): readonly string[] {
  return found.flatMap(({ name, value }) => {
    if (value === null || (name !== 'base_url' && name !== 'baseURL')) return [];
    const address = literalOf(value, tree, names);
    return typeof address === 'string' ? [address] : [];
  });
}

/** The variable to which a call's result goes, through `await` or a `with` statement. */
function resultOf(node: SyntaxNode, tree: CodeTree): string | null {
  const around = node.parent?.name === 'AwaitExpression' ? node.parent.parent : node.parent;
  if (
    around === null ||
    !/^(AssignStatement|VariableDeclaration|WithStatement)$/.test(around.name)
  ) {
    return null;
  }
  const parts = childrenOf(around).filter(({ name }) => /^Variable(Name|Definition)$/.test(name));
  const name = around.name === 'WithStatement' ? parts.at(-1) : parts[0];
  return name === undefined ? null : textOf(name, tree);
}
