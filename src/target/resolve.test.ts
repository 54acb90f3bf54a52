import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isLoopback } from './address.ts';
import { type ResolveInput, resolveTarget } from './resolve.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chatspec-'));
  const mine = cwd;
  onTestFinished(() => rm(mine, { recursive: true }));
});

const write = (config: unknown) =>
  writeFile(
    join(cwd, 'chatspec.config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  );

const resolve = (options: ResolveInput['options'] = {}, more: Partial<ResolveInput> = {}) =>
  resolveTarget({ cwd, env: {}, options, live: true, ...more });

const ONE = { baseUrl: 'https://api.example.com/v1/', models: ['m-1', 'm-2'] };

describe('a target of the config', () => {
  it('is the default one, with defaults for what it does not say', async () => {
    await write({ defaultTarget: 'one', targets: { one: ONE, two: ONE } });
    const { target, key, hints, adHoc } = await resolve();
    expect(target).toMatchObject({
      name: 'one',
      baseUrl: 'https://api.example.com/v1',
      model: 'm-1',
      models: ['m-1', 'm-2'],
      apiKeyEnv: null,
      tokenLimit: 'max_tokens',
      modelEcho: 'any',
      capabilities: { auth: 'no' },
      limits: { body: 16 * 1024 * 1024 },
    });
    expect([key, hints, adHoc]).toEqual([null, [], false]);
  });

  it('takes its key from the environment before .env, without the line feed at its end', async () => {
    await write({ targets: { one: { ...ONE, apiKeyEnv: 'ONE_KEY' } } });
    await writeFile(join(cwd, '.env'), 'ONE_KEY=from-the-file\n');
    expect((await resolve()).key).toBe('from-the-file');
    expect((await resolve({}, { env: { ONE_KEY: 'from-outside\n' } })).key).toBe('from-outside');
    expect((await resolve({}, { env: { ONE_KEY: '' } })).key).toBe('from-the-file');
  });

  it('needs no key where nothing is sent', async () => {
    await write({ targets: { one: { ...ONE, apiKeyEnv: 'ONE_KEY' } } });
    expect((await resolve({}, { live: false })).key).toBeNull();
  });

  it('has the model and the key variable that the command line gives', async () => {
    await write({ targets: { one: ONE } });
    const { target, key } = await resolve(
      { model: 'm-9', apiKeyEnv: 'OTHER' },
      { env: { OTHER: 'other-key-0' } },
    );
    expect([target.model, target.models, key]).toEqual([
      'm-9',
      ['m-1', 'm-2', 'm-9'],
      'other-key-0',
    ]);
  });

  it('finds its CA file beside the config', async () => {
    await write({ targets: { one: { ...ONE, caFile: 'ca.pem' } } });
    expect((await resolve()).target.caFile).toBe(join(cwd, 'ca.pem'));
  });
});

describe('an ad-hoc target', () => {
  it('is called by host and port, knows nothing and reads no config', async () => {
    await write('{ broken');
    const { target, adHoc } = await resolve(
      {
        baseUrl: 'http://127.0.0.1:8080/v1',
        model: 'm',
        apiKeyEnv: 'K',
      },
      { env: { K: 'some-long-key' } },
    );
    expect([target.name, target.capabilities, adHoc]).toEqual(['127.0.0.1:8080', {}, true]);
  });
});

describe('what is wrong is told in a sentence', () => {
  const wrong = async (
    config: unknown,
    options: ResolveInput['options'],
    env: ResolveInput['env'] = {},
  ) => {
    if (config !== null) await write(config);
    return await resolve(options, { env }).then(
      () => 'nothing is wrong',
      (problem) => `${problem.name} ${problem.kind} ${problem.message}`,
    );
  };
  const keyed = { targets: { one: { ...ONE, apiKeyEnv: 'ONE_KEY' } } };
  const at = (baseUrl: string) => ({ baseUrl, model: 'm' });

  it.each([
    ['no config', null, {}, {}, /^Problem file the config .*chatspec\.config\.json cannot be read/],
    [
      'no JSON',
      '{ "targets": ',
      {},
      {},
      /^Problem file the config .* is not JSON \(.*; mend it there$/,
    ],
    [
      'an unknown member',
      { targets: { one: { ...ONE, modl: 1 } } },
      {},
      {},
      /file .*targets\/one.*modl/,
    ],
    [
      'an unknown capability',
      { targets: { one: { ...ONE, capabilities: { tols: 'yes' } } } },
      {},
      {},
      /file .*targets\/one\/capabilities.*tols/,
    ],
    [
      'a default that is not there',
      { defaultTarget: 'x', targets: {} },
      {},
      {},
      /file .*names x as/,
    ],
    ['no target', { targets: { one: ONE, two: ONE } }, {}, {}, /usage no target .*\(one, two\)/],
    ['an unknown target', { targets: { one: ONE } }, { target: 'on' }, {}, /usage .*it knows one$/],
    [
      'a prototype member',
      { targets: { one: ONE } },
      { target: 'toString' },
      {},
      /usage .*it knows/,
    ],
    [
      'no model',
      { targets: { one: { baseUrl: ONE.baseUrl } } },
      {},
      {},
      /usage no model .*--model/,
    ],
    ['no model ad hoc', null, { baseUrl: ONE.baseUrl }, {}, /usage no model/],
    ['two targets', null, { baseUrl: ONE.baseUrl, target: 'one' }, {}, /usage --base-url/],
    ['an unset variable', keyed, {}, {}, /usage the variable ONE_KEY is not set/],
    ['a short key', keyed, {}, { ONE_KEY: 'secret7' }, /usage .*ONE_KEY has fewer than 8/],
    ['a key of two lines', keyed, {}, { ONE_KEY: 'first\nsecond' }, /usage .*no header can carry/],
    ['no address', null, at('api.example.com/v1'), {}, /usage .*(not an address|only https:)/],
    ['another scheme', null, at('ftp://example.com/v1'), {}, /usage .*ftp:/],
    ['http: to afar', null, at('http://example.com/v1'), {}, /usage .*--allow-http/],
    ['a key in the address', null, at('https://u:top-secret@h/v1'), {}, /usage .*user name/],
    ['a query in the address', null, at('https://h/v1?key=top-secret'), {}, /usage .*under query/],
  ])('%s', async (_title, config, options, env, sentence) => {
    const words = await wrong(config, options, env);
    expect(words).toMatch(sentence);
    expect(words).not.toMatch(/top-secret|secret7|second|\n/);
  });

  it('a .env that is no file', async () => {
    await mkdir(join(cwd, '.env'));
    expect(await wrong({ targets: { one: ONE } }, {})).toMatch(
      /^Problem file .*\.env cannot be read/,
    );
  });
});

describe('hints', () => {
  it.each([
    ['https://api.example.com', /has no \/v1.*https:\/\/api\.example\.com\/v1\?$/],
    ['https://api.example.com/v1/chat/completions', /adds itself/],
  ])('%s is used all the same', async (baseUrl, hint) => {
    const { hints } = await resolve({ baseUrl, model: 'm' });
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  it.each(['https://h/v1/', 'https://h/api/v3', 'https://h/v1beta/openai'])(
    '%s needs none',
    async (baseUrl) => {
      expect((await resolve({ baseUrl, model: 'm' })).hints).toEqual([]);
    },
  );
});

it('this machine is known by its names and addresses, and no other', () => {
  expect(['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]'].every(isLoopback)).toBe(
    true,
  );
  expect(
    ['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '128.0.0.1'].some(isLoopback),
  ).toBe(false);
});

it('http: to another machine can be allowed, by option or config', async () => {
  const far = { baseUrl: 'http://gateway.example.com/v1', models: ['m'] };
  await write({ targets: { open: { ...far, allowHttp: true }, shut: far } });
  expect((await resolve({ target: 'open' })).target.baseUrl).toBe(far.baseUrl);
  expect((await resolve({ target: 'shut', allowHttp: true })).target.baseUrl).toBe(far.baseUrl);
});

it('the shipped config is valid and replays without a key', async () => {
  const root = new URL('../..', import.meta.url).pathname;
  const { target } = await resolve(
    {},
    { cwd: root, live: false, env: { CRAZYROUTER_API_KEY: '' } },
  );
  expect(target).toMatchObject({
    name: 'crazyrouter',
    model: 'gemini-3-pro-preview',
    modelEcho: 'exact',
  });
});
