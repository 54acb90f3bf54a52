import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import type { TargetName } from './settings.ts';

const AIMOCK = '1.43.0';
const PORTKEY = '1.15.2';

/**
 * The foreign programs, at the versions whose behaviour is recorded. They are no dependencies of
 * chatspec: nobody who only uses it should have to download them.
 */
const MANIFEST = {
  private: true,
  description: 'Real gateways that chatspec is tried on; written by npm run interop:gateways.',
  dependencies: {
    '@copilotkit/aimock': AIMOCK,
    '@portkey-ai/gateway': PORTKEY,
    hono: '4.9.7',
    '@hono/node-server': '1.3.3',
  },
  // Newer ones make the gateway answer its pass-through streams with 500.
  overrides: { hono: '4.9.7', '@hono/node-server': '1.3.3' },
};

/** What answers for each target, in words that its recordings keep: what of it is ours is said. */
export const SERVERS: Readonly<Record<TargetName, string>> = {
  aimock: `@copilotkit/aimock ${AIMOCK} (OpenAI surface) with canned answers`,
  'portkey-gemini': `@portkey-ai/gateway ${PORTKEY} over @copilotkit/aimock ${AIMOCK} (Gemini surface) with canned answers, through a relay of chatspec that adds the array form, usageMetadata and modelVersion of the real Gemini API`,
};

/** The two entry points that are used. */
export interface Gateways {
  readonly folder: string;
  readonly aimock: string;
  readonly portkey: string;
}

/**
 * Installs the programs into `folder`, unless that very set lies there already.
 *
 * @throws {Problem} when npm fails.
 */
export async function install(folder: string, signal: AbortSignal): Promise<Gateways> {
  const gateways = {
    folder,
    aimock: join(folder, 'node_modules/@copilotkit/aimock/dist/index.js'),
    portkey: join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
  };
  const manifest = join(folder, 'package.json');
  // Written last, so that a broken install is never taken for a whole one.
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(MANIFEST, null, 2);
  const whole = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (whole && existsSync(gateways.aimock) && existsSync(gateways.portkey)) return gateways;

  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  await npmInstall(folder, signal);
  writeFileSync(stamp, wanted);
  return gateways;
}

/** Install scripts stay off: the only one there is patches a tool of the gateway's own developers. */
async function npmInstall(folder: string, signal: AbortSignal): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const npm = process.env['npm_execpath'];
  const options: SpawnOptions = { cwd: folder, signal, stdio: ['ignore', 'ignore', 'inherit'] };
  const child =
    npm === undefined
      ? spawn('npm', args, options)
      : spawn(process.execPath, [npm, ...args], options);
  const words = `Could not install the gateways into ${folder}: look at npm's words above.`;
  try {
    await once(child, 'close');
  } catch (error) {
    signal.throwIfAborted();
    throw new Problem('untold', words, { cause: error });
  }
  if (child.exitCode !== 0) throw new Problem('untold', words);
}
