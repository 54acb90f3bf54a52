import { type ParseError, parseTree } from 'jsonc-parser';
import type { JsonObject, JsonValue } from '../vocabulary.ts';
import { type Context, codeExample } from './code-example.ts';
import { type CodeLanguage, codeLanguage } from './code-tree.ts';
import { isCurl, readCurl } from './curl.ts';
import type { BlockKind, Example, PageFinding } from './example.ts';
import { findingAt, nameFindings, streamOptionFindings } from './page-finding.ts';
import type { Block } from './reading.ts';
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
  const curls = shellCommands(block.text).filter(isCurl);
  const [first] = curls;
  if (first === undefined) return { kind: 'setup' };
  const calls = curls.filter(({ words }) =>
    words.some((word) => word.includes('/chat/completions')),
  );
  const [command] = calls;
  if (command === undefined) {
    return { kind: 'unknown', why: 'its curl command calls another route, which is not tried' };
  }
  return curlExample(block, command, calls.length);
}

function curlExample(block: Block, command: ShellCommand, count: number): BlockKind {
  const reading = readCurl(command);
  if ('problem' in reading) return { kind: 'unknown', why: reading.problem };
  const { request } = reading;
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
  const json = request.body === null ? undefined : parseBody(request.body);
  if (request.body !== null && json === undefined) {
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
