import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { judgeHere } from './judge.fixture.ts';
import { runProgram } from './program.ts';
import { runCommand } from './world.fixture.ts';

/** Starts `serve` in this process; `stop` is Ctrl-C. */
function start(...args: readonly string[]) {
  const interrupt = new AbortController();
  const listening = Promise.withResolvers<string>();
  let told = '';
  const code = runProgram(['serve', '--fast', ...args], {
    stdout: (text) => listening.resolve(text.trim()),
    stderr: (text) => {
      told += text;
    },
    env: {},
    cwd: tmpdir(),
    now: () => new Date(),
    isTTY: false,
    readStdin: async () => new Uint8Array(),
    judge: judgeHere,
    interrupted: interrupt.signal,
  });
  const stop = async () => {
    interrupt.abort();
    return { code: await code, told };
  };
  return { url: Promise.race([listening.promise, code.then(String)]), stop };
}

async function ask(url: string, json: object): Promise<string> {
  const answer = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...json }),
  });
  return await answer.text();
}

describe('serve', () => {
  it('answers any client with the defect and its own model, and ends at Ctrl-C', async () => {
    const { url, stop } = start('--defect', 'terminator-missing');
    const text = await ask(await url, { model: 'my-model', stream: true });
    expect(text).toContain('"model":"my-model"');
    expect(text).not.toContain('[DONE]');
    expect(await ask(await url, { model: 'my-model' })).toContain('"chat.completion"');
    const { code, told } = await stop();
    expect(code).toBe(0);
    expect(told).toContain('It breaks stream-plain/terminator.present.');
    expect(told).toContain('stream-plain, changed');
  });

  it('answers with a legal variation, or with sound fixtures alone', async () => {
    const varied = start('--legal', 'line-endings-crlf');
    expect(await ask(await varied.url, { stream: true })).toContain('data: [DONE]\r\n\r\n');
    expect(await varied.stop()).toMatchObject({ code: 0 });
    const sound = start();
    expect(await ask(await sound.url, { stream: true })).toContain('data: [DONE]\n\n');
    expect(await sound.stop()).toMatchObject({ code: 0 });
  });

  it('lists what it can serve', async () => {
    const { code, out } = await runCommand(tmpdir(), ['serve', '--list']);
    expect(code).toBe(0);
    expect(out).toMatch(/Defects \(\d+\):\n {2}terminator-missing: The stream ends/);
    expect(out).toMatch(/Legal variations \(\d+\):\n {2}\S+: /);
  });

  it.each([
    [['--defect', 'terminator-mising'], /no defect terminator-mising\. Did you mean terminator-m/],
    [['--legal', 'nothing-like-it-at-all'], /no legal variation .* --list names them/],
    [['--defect', 'a', '--legal', 'b'], /exclude each other/],
    [['--port', '70000'], /port from 1 to 65535/],
  ])('%j ends with 2 and one sentence', async (args, words) => {
    const done = await runCommand(tmpdir(), ['serve', ...args]);
    expect(done).toMatchObject({ code: 2, out: '' });
    expect(done.err).toMatch(words);
    expect(done.err.trim().split('\n')).toHaveLength(1);
  });

  it('tells a folder without fixtures and a port that is taken', async () => {
    const none = await runCommand(tmpdir(), ['serve', '--fixtures', 'absent-folder']);
    expect(none).toMatchObject({ code: 3 });
    expect(none.err).toMatch(/no fixtures in .*absent-folder/);
    const first = start();
    const { port } = new URL(await first.url);
    const second = await runCommand(tmpdir(), ['serve', '--port', port]);
    expect(second).toMatchObject({ code: 2 });
    expect(second.err).toMatch(/cannot be used .*choose another one/);
    await first.stop();
  });
});
