import { describe, expect, it } from 'vitest';
import { readCode } from './code-calls.ts';
import { type CodeLanguage, parseCode } from './code-tree.ts';
import { hazardsOf } from './loops.ts';

const hazards = (text: string, language: CodeLanguage = 'python') => {
  const tree = parseCode(text, language);
  return hazardsOf(tree, readCode(tree).calls).map((hazard) => hazard.text);
};

const usage = 'stream_options={"include_usage": True}, ';
const loop = (body: string, options = '') =>
  `stream = client.chat.completions.create(model="m", ${options}stream=True)\nfor chunk in stream:\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

describe('loops of examples', () => {
  it('are unsafe where they read the first choice of a usage chunk', () => {
    expect(hazards(loop('print(chunk.choices[0].delta.content)', usage))).toEqual([
      'chunk.choices[0]',
    ]);
  });

  it('are safe where usage was not asked for, since no chunk is then without choices', () => {
    expect(hazards(loop('print(chunk.choices[0].delta.content)'))).toEqual([]);
  });

  it.each([
    'if chunk.choices:\n    print(chunk.choices[0].delta.content)',
    'if not chunk.choices:\n    continue\nprint(chunk.choices[0].delta.content)',
    'print(chunk.choices[0].delta.content if chunk.choices else "")',
    'if chunk.choices and chunk.choices[0].delta.content:\n    pass',
    'try:\n    print(chunk.choices[0].delta.content)\nexcept IndexError:\n    pass',
  ])('are safe where a condition or handler guards the choice: %s', (body) => {
    expect(hazards(loop(body, usage))).toEqual([]);
  });

  it('are unsafe where they join content that may be missing', () => {
    expect(hazards(loop('text += chunk.choices[0].delta.content'))).toEqual([
      'chunk.choices[0].delta.content',
    ]);
    expect(hazards(loop('text += chunk.choices[0].delta.content or ""'))).toEqual([]);
    expect(
      hazards(
        loop('if chunk.choices[0].delta.content:\n    text += chunk.choices[0].delta.content'),
      ),
    ).toEqual([]);
  });

  it('are unsafe where they read the usage of every chunk', () => {
    expect(hazards(loop('print(chunk.usage.total_tokens)'))).toEqual(['chunk.usage.total_tokens']);
    expect(hazards(loop('if chunk.usage:\n    print(chunk.usage.total_tokens)'))).toEqual([]);
  });

  it('are read in JavaScript as well', () => {
    const open =
      'const stream = await client.chat.completions.create({ model: "m", stream: true, stream_options: { include_usage: true } });\nfor await (const part of stream) ';
    expect(hazards(`${open}{ console.log(part.choices[0].delta.content); }`, 'javascript')).toEqual(
      ['part.choices[0]'],
    );
    expect(
      hazards(`${open}console.log(part.choices[0]?.delta?.content ?? "")`, 'javascript'),
    ).toEqual([]);
    expect(
      hazards(
        `${open}{ if (!part.choices.length) continue; console.log(part.choices[0].delta); }`,
        'javascript',
      ),
    ).toEqual([]);
    expect(
      hazards(`${open}process.stdout.write(part.choices[0]?.delta?.content)`, 'javascript'),
    ).toEqual(['part.choices[0]?.delta?.content']);
  });
});
