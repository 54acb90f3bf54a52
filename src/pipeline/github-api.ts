import { Problem, wordsOf } from '../problem.ts';
import { required, type World } from './world.ts';

/** Asks GitHub's API; the answer is JSON, read by who asks. A status that is expected is no failure. */
export type Api = (
  method: string,
  path: string,
  body?: object,
  expected?: number,
) => Promise<unknown>;

const TIMEOUT = 30_000;

/** The API of this repository: paths begin after `/repos/OWNER/NAME`. */
export function openApi(world: World): Api {
  const base = world.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const repository = required(world, 'GITHUB_REPOSITORY');
  const token = required(world, 'GITHUB_TOKEN');
  return async (method, path, body, expected) => {
    const asked = `${method} ${path}`;
    const response = await fetch(`${base}/repos/${repository}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'chatspec',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    }).catch((error: unknown) => {
      throw new Problem('untold', `GitHub does not answer ${asked}: ${wordsOf(error)}.`);
    });
    if (response.ok || response.status === expected) return response.json();
    throw new Problem('untold', `GitHub refuses ${asked} with ${response.status}.`);
  };
}
