import { describe, expect, it } from 'vitest';
import type { Example } from './example.ts';
import { classifyBlocks } from './examples.ts';
import { readPage } from './read-page.ts';

const address = 'https://llm.example/v1/chat/completions';
const body = '{"model": "m", "messages": []}';

const kindOf = (shell: string) =>
  classifyBlocks(readPage(`\`\`\`bash\n${shell}\n\`\`\`\n`, 'a.md').blocks)[0];

function exampleOf(shell: string): Example {
  const kind = kindOf(shell);
  if (kind?.kind !== 'example') throw new Error(JSON.stringify(kind));
  return kind.example;
}

describe('a curl example', () => {
  it.each([
    ['quotes that bash decodes', `curl ${address} -d $'{"model": "it\\'s", "messages": []}'`],
    [
      'a prompt on each of its lines',
      `$ curl ${address} \\\n>   -d '{"model": "it'"'"'s", "messages": []}'`,
    ],
    [
      'a word of the shell before it',
      `time curl ${address} -d "{\\"model\\": \\"it's\\", \\"messages\\": []}"`,
    ],
    [
      'a condition around it',
      `if curl ${address} --json '{"model": "it'\\''s", "messages": []}'; then :; fi`,
    ],
  ])('is read with %s', (_, shell) => {
    expect(exampleOf(shell)).toMatchObject({
      request: { json: { model: "it's", messages: [] } },
      findings: [],
    });
  });

  it.each([
    ['a variable', `curl ${address} -d "$BODY"`, '$BODY, which the block does not set'],
    ['a variable in its body', `curl ${address} -d '{"model": "'"$M"'"}'`, '$M, which'],
    ['a file', `curl ${address} -d "$(cat body.json)"`, 'another command prints'],
    ['parts left out', `curl ${address} -d '{"model": "m", "messages": [...]}'`, 'left out'],
    ['the reader\u2019s own model', `curl ${address} -d '{"model": "YOUR_MODEL"}'`, 'own model'],
    ['no body', `curl ${address}`, 'sends no body'],
    ['another program', `http POST ${address} model=m`, 'not understood'],
  ])('is not blamed for %s, and it is said', (_, shell, why) => {
    expect(kindOf(shell)).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
  });

  it('is blamed for JSON that is none, and for another method', () => {
    expect(exampleOf(`curl ${address} -d '{"model": "m",}'`).findings).toMatchObject([
      { verdict: 'contradicted', why: expect.stringContaining('not JSON') },
    ]);
    expect(exampleOf(`curl -X GET ${address} -d '${body}'`).findings).toMatchObject([
      { verdict: 'contradicted', text: 'GET', line: 2, column: 9 },
    ]);
  });
});
