import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lastWords, writeNote } from './note.ts';
import { given, type PipelineStep, required, runChatspec } from './world.ts';

/**
 * `run`: asks the endpoint for one shard. A violation or an outage does not fail this job: the
 * report of the whole says so once. Only our own fault and wrong use do.
 */
export const run: PipelineStep = async (world) => {
  const [target, model] = [required(world, 'TARGET'), required(world, 'MODEL')];
  const out = required(world, 'OUT');
  await mkdir(resolve(world.cwd, out), { recursive: true });
  const name = given(world, 'KEY_NAME');
  const key = given(world, 'KEY');
  const args = ['revalidate', '--live', '--target', target, '--model', model, '--out', out];
  const { code, err } = await runChatspec(
    world,
    [...args, '--shard', required(world, 'SHARD'), ...limits(world.env)],
    name === undefined || key === undefined ? {} : { [name]: key },
  );
  const note = { target, model, exitCode: code, words: lastWords(err) };
  await writeNote(resolve(world.cwd, out), note);
  return code === 2 ? 2 : 0;
};

/** What a run may spend, as the workflow says; a shard gets what it is given. */
function limits(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries({
    '--max-requests': env['MAX_REQUESTS'],
    '--max-tokens': env['MAX_TOKENS'],
    '--rpm': env['RPM'],
    '--repeat': env['REPEAT'],
  }).flatMap(([option, value]) => (value ? [option, value] : []));
}
