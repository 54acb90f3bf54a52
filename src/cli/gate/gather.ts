import { Command } from 'commander';
import type { Page } from '../../gate/page.ts';
import type { Io } from '../io.ts';
import { revalidate } from '../revalidate.ts';
import type { GateOptions } from './options.ts';

/**
 * Revalidates, live, each model whose evidence is missing or too old. It is the command itself that
 * runs, since a report made in another way would be a second engine. What it prints goes to stderr.
 */
export async function gatherMissing(
  models: readonly string[],
  reports: string,
  page: Page,
  options: GateOptions,
  io: Io,
): Promise<void> {
  for (const model of models) {
    io.stderr(`Gathering live evidence for ${model}.\n`);
    const program = new Command().exitOverride();
    // Its exit code says whether the endpoint conforms; the gate reads that from the report.
    const quiet: Io = { ...io, stdout: io.stderr, exitWith: () => {} };
    revalidate(program, quiet);
    await program.parseAsync(['revalidate', ...argumentsFor(model, reports, page, options)], {
      from: 'user',
    });
  }
}

function argumentsFor(
  model: string,
  reports: string,
  page: Page,
  options: GateOptions,
): readonly string[] {
  const { baseUrl, apiKeyEnv, config, allowHttp, maxRequests, maxTokens } = options;
  const given = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [name, value];
  return [
    '--live',
    ...(baseUrl === undefined
      ? ['--target', options.target ?? page.target]
      : ['--base-url', baseUrl]),
    ...given('--api-key-env', apiKeyEnv),
    ...given('--config', config),
    ...given('--max-requests', maxRequests),
    ...given('--max-tokens', maxTokens),
    ...(allowHttp ? ['--allow-http'] : []),
    '--model',
    model,
    '--out',
    reports,
  ];
}
