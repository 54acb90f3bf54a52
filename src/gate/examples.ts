import { type ParseError, parseTree } from 'jsonc-parser';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { type Context, codeExample } from './code-example.ts';
import { type CodeLanguage, codeLanguage } from './code-tree.ts';
import { isCurl, readCurl } from './curl.ts';
import type { BlockKind, Example, PageFinding } from './example.ts';
import { isPlaceholder } from './match.ts';
import { findingAt, nameFindings, streamOptionFindings } from './page-finding.ts';
import type { Block } from './reading.ts';
import { readSample } from './sample.ts';
import { type ShellCommand, shellCommands } from './shell.ts';

/** Says of each block what it is; code leans on the earlier blocks of its language. */
export function classifyBlocks(blocks: readonly Block[]): readonly BlockKind[] {
  const contexts: Record<CodeLanguage, Context> = {
    python: { program: '', names: new Map(), address: null },
    javascript: { program: '', names: new Map(), address: null },
  };
  return blocks.map((block) => {
    const language = codeLanguage(block.language);
    if (language === null) return classify(block);
    const { kind, context } = codeExample(block, language, contexts[language]);
    contexts[language] = context;
    return kind;
  });
}

function classify(block: Block): BlockKind {
  const { language, text } = block;
  if (/^\s*((GET|POST|PUT|PATCH|DELETE)\s+)\S+\s*$/.test(text)) return { kind: 'route' };
  if (/^\s*data:/m.test(text)) return { kind: 'shape', form: 'stream' };
  if (isShell(language) || (language === '' && /^\s*(\$ )?curl\s/m.test(text)))
    return classifyShell(block);
  if (/^(json|jsonc|json5)?$/.test(language) && /^\s*[[{]/.test(text)) return classifyJson(block);
  const calls = /chat\/completions|chat\.completions|Chat\.Completions/.test(text);
  const name = language === '' ? 'a block without a language' : `a block of ${language}`;
  return {
    kind: 'unknown',
    why: `${name} ${calls ? 'that calls the endpoint' : ''} is not understood`.replace(/ +/g, ' '),
  };
}

function isShell(language: string): boolean {
  return /^(bash|sh|shell|zsh|console|curl|shellsession|terminal)$/.test(language);
}

function classifyShell(block: Block): BlockKind {
  const commands = shellCommands(block.text);
  const curls = commands.filter(isCurl);
  const [first] = curls;
  if (first === undefined) {
    if (!commands.some(callsEndpoint)) return { kind: 'setup' };
    return { kind: 'unknown', why: 'it calls the endpoint in a way that is not understood' };
  }
  const calls = curls.filter(callsEndpoint);
  const [command] = calls;
  if (command === undefined) {
    return { kind: 'unknown', why: 'its curl command calls another route, which is not tried' };
  }
  return curlExample(block, command, calls.length);
}

function callsEndpoint({ words }: ShellCommand): boolean {
  return words.some((word) => word.includes('/chat/completions'));
}

/** Why the body that curl sends is not on the page; `null` where it is. */
function leftOpen(
  command: ShellCommand,
  body: string,
  json: JsonObject | undefined,
): string | null {
  const name = command.unset.find((each) => new RegExp(`\\$${each}\\b`).test(body));
  if (name !== undefined)
    return `what curl sends depends on $${name}, which the block does not set`;
  if (json !== undefined) {
    const model = json['model'];
    const open = typeof model === 'string' && isPlaceholder(model);
    return open ? `what curl sends has the reader's own model (${model})` : null;
  }
  if (/^\$$|\$\(|`/.test(body)) return 'what curl sends is what another command prints';
  // `...` beside its strings: what is left out is for readers to put in.
  const beside = body.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const shortened = /\.\.\.|\u2026/.test(beside) && 'sample' in readSample(body);
  return shortened ? 'what curl sends is shown with parts left out (...)' : null;
}

function curlExample(block: Block, command: ShellCommand, count: number): BlockKind {
  const reading = readCurl(command);
  if ('problem' in reading) return { kind: 'unknown', why: reading.problem };
  const { request } = reading;
  if (request.body === null) return { kind: 'unknown', why: 'the curl command sends no body' };
  const json = parseBody(request.body);
  const open = leftOpen(command, request.body, json);
  if (open !== null) return { kind: 'unknown', why: open };
  const findings: PageFinding[] = [];
  const add = (
    text: string,
    why: string,
    remedy: string,
    verdict: PageFinding['verdict'],
  ): void => {
    findings.push(
      findingAt(block, Math.max(0, block.text.indexOf(text)), { text, verdict, why, remedy }),
    );
  };
  for (const option of reading.ignored) {
    add(
      option,
      `the option ${option} of curl is not understood`,
      'make sure that it shapes no request',
      'unknown',
    );
  }
  if (count > 1) {
    add(
      'curl',
      `the block calls the endpoint ${count} times; only the first call is tried`,
      'give each call a block of its own',
      'unknown',
    );
  }
  if (request.method !== 'POST') {
    add(
      request.method,
      `the example sends ${request.method}, and chat completions are asked for with POST`,
      'write POST',
      'contradicted',
    );
  }
  if (json === undefined) {
    add(
      request.body.split('\n')[0] ?? '',
      'the body that curl sends is not JSON',
      'mend the JSON',
      'contradicted',
    );
  }
  if (json !== undefined) findings.push(...bodyFindings(block, json));
  const example: Example = {
    block,
    kind: 'curl',
    language: 'curl',
    request: { ...request, json: json ?? null },
    streams: json?.['stream'] === true,
    program: '',
    findings,
  };
  return { kind: 'example', example };
}

/** The findings about a body's names; each is placed at the first time its name is written. */
function bodyFindings(block: Block, body: JsonObject): readonly PageFinding[] {
  const place = (name: string) => ({ name, at: Math.max(0, block.text.indexOf(`"${name}"`)) });
  const options = body['stream_options'];
  return [
    ...nameFindings(block, Object.keys(body).map(place), 'json'),
    ...(isObject(options) ? streamOptionFindings(block, Object.keys(options).map(place)) : []),
  ];
}

function classifyJson(block: Block): BlockKind {
  const errors: ParseError[] = [];
  const root = parseTree(block.text, errors, { allowTrailingComma: true });
  const names = (root?.children ?? []).flatMap(({ children }) => {
    const key = children?.[0];
    return typeof key?.value === 'string' ? [{ name: key.value, at: key.offset }] : [];
  });
  const has = (name: string): boolean => names.some((each) => each.name === name);
  if (has('messages') && !has('choices')) {
    return { kind: 'request', findings: nameFindings(block, names, 'json') };
  }
  if (has('error')) return { kind: 'shape', form: 'error' };
  if (/"chat\.completion\.chunk"/.test(block.text)) return { kind: 'shape', form: 'stream' };
  if (has('choices') || has('object') || /"chat\.completion"/.test(block.text)) {
    return { kind: 'shape', form: 'completion' };
  }
  return { kind: 'unknown', why: 'the JSON shows neither a chat request nor an answer to one' };
}

function parseBody(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
