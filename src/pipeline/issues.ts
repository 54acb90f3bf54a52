import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readReport } from '../report/read.ts';
import { type Api, openApi } from './github-api.ts';
import { type OpenIssue, planIssue } from './issue-plan.ts';
import { readState, resultOf } from './issue-text.ts';
import { artifactsIn, readNote } from './note.ts';
import { type PipelineStep, required, type World } from './world.ts';

const LABEL = 'chatspec';

/** `issues`: one issue per target, opened, told and closed as its outcome changes. */
export const issues: PipelineStep = async (world) => {
  const results = await readResults(resolve(world.cwd, required(world, 'REPORTS')));
  const api = openApi(world);
  const open = await listOpen(api);
  for (const [target, ofTarget] of Map.groupBy(results, (one) => one.target)) {
    const own = open.find(({ body }) => readState(body)?.target === target);
    const models = ofTarget.map(({ result }) => result);
    const action = planIssue(target, models, own, runOf(world));
    world.stdout(`${target}: ${action.kind === 'none' ? 'nothing has changed' : action.kind}\n`);
    if (action.kind === 'none') continue;
    const { title, body } = action;
    if (action.kind === 'open') {
      // By the label the next run finds the issue, so it has to be there; 422 says that it is.
      await api('POST', '/labels', { name: LABEL, description: 'Opened by chatspec' }, 422);
      await api('POST', '/issues', { title, body, labels: [LABEL] });
      continue;
    }
    const path = `/issues/${action.number}`;
    const closed = action.kind === 'close' ? { state: 'closed', state_reason: 'completed' } : {};
    // The state goes first: should the comment fail, the next run does not tell the same again.
    await api('PATCH', path, { title, body, ...closed });
    await api('POST', `${path}/comments`, { body: action.comment });
  }
  return 0;
};

/** The results of every folder that the reporting jobs left. */
async function readResults(directory: string) {
  const results = await Promise.all(
    (await artifactsIn(directory)).map(async (folder) => {
      const note = await readNote(folder);
      if (note === null) return [];
      const file = (await readdir(folder)).find(isReport);
      const report = file === undefined ? null : await readReport(join(folder, file));
      return [{ target: note.target, result: resultOf(note, report) }];
    }),
  );
  return results.flat();
}

/** Whether a file of an artifact is the report, and not the badge. */
export function isReport(name: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d{6}Z--.*\.json$/.test(name);
}

/** The open issues with our label; who may set labels may be believed. */
async function listOpen(api: Api): Promise<readonly OpenIssue[]> {
  const found: unknown = await api('GET', `/issues?state=open&labels=${LABEL}&per_page=100`);
  return (Array.isArray(found) ? found : []).flatMap((issue: unknown): readonly OpenIssue[] => {
    if (typeof issue !== 'object' || issue === null || 'pull_request' in issue) return [];
    const { number, body } = issue as Record<string, unknown>;
    return typeof number === 'number' && typeof body === 'string' ? [{ number, body }] : [];
  });
}

function runOf({ env }: World): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  return server && id ? `[this run](${server}/${repository}/actions/runs/${id})` : 'a run';
}
