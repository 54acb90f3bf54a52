import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { World } from './world.ts';

/**
 * Gives outputs to the steps that come after, and shows them. The lines between which a value
 * stands are made up anew, so that no value can end itself and begin another.
 */
export async function setOutputs(
  world: World,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  const file = world.env['GITHUB_OUTPUT'];
  for (const [name, value] of Object.entries(outputs)) {
    world.stdout(`${name}: ${value}\n`);
    if (file) {
      const mark = `end-${randomUUID()}`;
      await appendFile(file, `${name}<<${mark}\n${value}\n${mark}\n`);
    }
  }
}

/** Adds Markdown to the page of the run. */
export async function addSummary({ env }: World, markdown: string): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file) await appendFile(file, `${markdown}\n`);
}
