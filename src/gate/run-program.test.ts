import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import type { RunPlace } from './shut-in.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'chatspec-test-'));
const secret = join(folder, '.env');
const place: RunPlace = {
  python: process.env['CHATSPEC_TEST_PYTHON'] ?? null,
  sdk: join(root, 'node_modules/openai'),
  secrets: [secret],
  env: process.env,
};
const limits = { time: 20_000, memory: 512 };

// What a stranger's code gets hold of, it can send; so the tests look at what was sent.
const seen: string[] = [];
const server = createServer((request, response) => {
  request.setEncoding('utf8').on('data', (text: string) => seen.push(text));
  request.on('end', () => response.end('{}'));
});
let url = '';

beforeAll(async () => {
  writeFileSync(secret, 'KEY=sk-secret-in-a-file');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const script = (text: string) =>
  runProgram({ text, file: 'example.mjs', env: {} }, 'javascript', place, limits);

describe('running a JavaScript example', () => {
  it('can import the SDK and use the network', async () => {
    const program = `import OpenAI from 'openai'; if (!OpenAI) throw 1; await fetch('${url}', { method: 'POST', body: 'here' });`;
    expect(await script(program)).toEqual({ kind: 'ran' });
    expect(seen).toContain('here');
  });

  it('gives the words of what it raised', async () => {
    expect(await script('throw new TypeError("no such luck")')).toEqual({
      kind: 'raised',
      words: expect.stringContaining('TypeError: no such luck'),
    });
  });

  it('finds no environment, and may read neither files nor processes', async () => {
    const names = await script(
      'if (Object.keys(process.env).some((name) => /key|token/i.test(name))) throw 1;',
    );
    expect(names).toEqual({ kind: 'ran' });
    for (const path of [secret, `/proc/${process.pid}/environ`]) {
      const end = await script(`import { readFileSync } from 'node:fs'; readFileSync('${path}');`);
      expect(end).toMatchObject({
        kind: 'raised',
        words: expect.stringContaining('has been restricted'),
      });
    }
  });

  it('is ended when its time is over', async () => {
    const end = await runProgram(
      { text: 'for (;;);', file: 'example.mjs', env: {} },
      'javascript',
      place,
      { ...limits, time: 500 },
    );
    expect(end).toEqual({ kind: 'raised', words: 'it did not end within 0.5 s' });
  });
});

/** Why Python examples cannot be tested on this machine; `null` where they can. */
function hindrance(): string | null {
  try {
    execFileSync(place.python ?? 'python3', ['-I', '-c', 'import openai'], { stdio: 'ignore' });
    execFileSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', '--pid', '--fork', 'setpriv', 'true'],
      { stdio: 'ignore' },
    );
    return null;
  } catch {
    return 'this machine has no Python with openai, or no user namespaces';
  }
}

const untestable = hindrance();
const python = (text: string) =>
  runProgram({ text, file: 'example.py', env: {} }, 'python', place, limits);

describe.skipIf(untestable !== null)(
  `running a Python example${untestable === null ? '' : ` (SKIPPED: ${untestable})`}`,
  () => {
    it('sees neither the processes of this machine nor files of secrets, and cannot uncover them', async () => {
      const program = `
import glob, subprocess, urllib.request
found = ''
subprocess.run(['umount', '${secret}'], stderr=subprocess.DEVNULL)
for path in ['${secret}', *glob.glob('/proc/[0-9]*/environ')]:
    try:
        found += open(path, errors='replace').read()
    except OSError:
        pass
assert 'sk-secret' not in found, 'a file of secrets is open'
assert 'VITEST' not in found, 'an environment is open'
urllib.request.urlopen('${url}', data=b'python was here')
`;
      expect(await python(program)).toEqual({ kind: 'ran' });
      expect(seen).toContain('python was here');
    });

    it('gives the words of what it raised', async () => {
      expect(await python('[][0]')).toEqual({
        kind: 'raised',
        words: 'IndexError: list index out of range',
      });
    });

    it('may not take all memory', async () => {
      const end = await python('x = bytearray(8 << 30)');
      expect(end).toEqual({ kind: 'raised', words: 'MemoryError' });
    });
  },
);

describe('a Python that is not there', () => {
  it('is said, and nothing is run', async () => {
    const end = await runProgram(
      { text: '', file: 'example.py', env: {} },
      'python',
      { ...place, python: join(folder, 'no-python') },
      limits,
    );
    expect(end).toMatchObject({
      kind: 'impossible',
      reason: expect.stringContaining('not to be had'),
    });
  });
});
