import { readCode } from './code-calls.ts';
import { parseCode } from './code-tree.ts';
import type { Example } from './example.ts';

/** A program as it is run: addresses point to the proxy, and nothing in it is a key. */
export interface ReadyProgram {
  readonly text: string;
  /** The file's name; its ending tells Node how to read it. */
  readonly file: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What stands where an example reads a key; the proxy does not look at it. */
const placeholder = 'the-proxy-holds-the-key';

/** Prepares an example for its run: only the address and the key's place are replaced. */
export function readyProgram(example: Example, proxyUrl: string): ReadyProgram {
  const language = example.language === 'python' ? 'python' : 'javascript';
  const { addresses, calls } = readCode(parseCode(example.program, language));
  const bases = [
    ...addresses,
    ...calls.flatMap(({ url }) =>
      url === null ? [] : [url.replace(/\/chat\/completions.*$/, '')],
    ),
  ];
  const text = bases
    .map((base) => base.replace(/\/+$/, ''))
    .filter((base) => base !== '')
    .reduce((code, base) => code.replaceAll(base, proxyUrl), example.program);
  const names = [
    ...text.matchAll(
      /os\.environ(?:\.get)?[[(]\s*["'](\w+)["']|os\.getenv\(\s*["'](\w+)["']|process\.env(?:\.(\w+)|\[\s*["'](\w+)["'])/g,
    ),
  ].map((match) => match.slice(1).find((name) => name !== undefined) ?? '');
  const env = Object.fromEntries(names.map((name) => [name, placeholder]));
  return {
    text,
    file: fileOf(example),
    env: { ...env, OPENAI_API_KEY: placeholder, OPENAI_BASE_URL: proxyUrl },
  };
}

function fileOf({ language, block, program }: Example): string {
  if (language === 'python') return 'example.py';
  const common = /\brequire\(/.test(program);
  const typed = /^(ts|typescript|tsx|mts)$/.test(block.language);
  return `example.${common ? 'c' : 'm'}${typed ? 'ts' : 'js'}`;
}
