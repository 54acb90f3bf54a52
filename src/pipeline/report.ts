import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inertMarkdown } from '../report/escape.ts';
import { renderStepSummary } from '../report/github.ts';
import { readReport } from '../report/read.ts';
import { RENDERERS } from '../report/render.ts';
import { artifactsIn, lastWords, type Note, readNote, writeNote } from './note.ts';
import { addSummary } from './output.ts';
import { type PipelineStep, required, runChatspec, type World } from './world.ts';

/** What lies beside the report in the artifact, by format. */
const FILES = { junit: 'junit.xml', html: 'report.html', badge: 'badge.json' } as const;

/** The artifact of one shard. */
interface Shard {
  readonly folder: string;
  readonly reported: boolean;
  readonly note: Note | null;
}

/**
 * `report`: joins the shards into the report of the whole run, shows it on the page of the run and
 * ends as the run does. Where a shard has no report, its sentence stands for all.
 */
export const report: PipelineStep = async (world) => {
  const to = resolve(world.cwd, required(world, 'OUT'));
  await mkdir(to, { recursive: true });
  const note = await joinShards(world);
  await writeNote(to, note);
  const [name] = (await readdir(to)).filter((file) => file.endsWith('.json'));
  if (name === undefined) {
    const title = `${note.target}, ${note.model}: could not be told`;
    await addSummary(world, `# ${inertMarkdown(title)}\n\n${inertMarkdown(note.words)}`);
    return note.exitCode;
  }
  const whole = await readReport(join(to, name));
  for (const [format, file] of Object.entries(FILES)) {
    await writeFile(join(to, file), RENDERERS.get(format)?.(whole) ?? '');
  }
  world.stdout(RENDERERS.get('github')?.(whole) ?? '');
  await addSummary(world, renderStepSummary(whole));
  return note.exitCode;
};

/** Merges the shards, and tells how the run as a whole ended. */
async function joinShards(world: World): Promise<Note> {
  const [target, model] = [required(world, 'TARGET'), required(world, 'MODEL')];
  const shards = await readShards(resolve(world.cwd, required(world, 'SHARDS')));
  const silent = shards.flatMap(({ reported, note }) => (reported || note === null ? [] : [note]));
  const worst = silent.find(({ exitCode }) => exitCode === 2) ?? silent[0];
  if (worst !== undefined) return { ...worst, target, model };
  const folders = shards.flatMap(({ folder, reported }) => (reported ? [folder] : []));
  if (folders.length === 0) {
    return { target, model, exitCode: 3, words: 'No shard of this run left a report.' };
  }
  const merged = await runChatspec(world, ['merge', ...folders, '--out', required(world, 'OUT')]);
  return { target, model, exitCode: merged.code, words: lastWords(merged.err) };
}

async function readShards(directory: string): Promise<readonly Shard[]> {
  const folders = await artifactsIn(directory);
  return Promise.all(
    folders.map(async (folder): Promise<Shard> => {
      const reported = (await readdir(folder)).some((file) => file.endsWith('.json'));
      return { folder, reported, note: await readNote(folder) };
    }),
  );
}
