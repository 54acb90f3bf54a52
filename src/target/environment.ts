import { join } from 'node:path';
import { config } from 'dotenv';
import { Problem, wordsOf } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what `.env` in that folder adds to it; what is set already wins. */
export function withDotenv(cwd: string, env: Environment): Environment {
  const path = join(cwd, '.env');
  const added: Record<string, string> = {};
  const { error } = config({ path, processEnv: added, quiet: true });
  if (
    error !== undefined &&
    !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  ) {
    throw new Problem('file', `${path} cannot be read (${wordsOf(error)}); mend or remove it`);
  }
  // An empty variable counts as unset, as a copied .env.example leaves it.
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  return { ...added, ...Object.fromEntries(set) };
}
