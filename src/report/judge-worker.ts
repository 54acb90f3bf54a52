/*
 * What the process that judges runs: vitest's own worker, with all that the suites need already
 * loaded when the first one is asked for. Started by judge-process.ts.
 */
import { registerHooks } from 'node:module';
import { init, runBaseTests, setupEnvironment } from 'vitest/worker';
import '../../specs/catalogue.ts';
import '../engine/suite.ts';
import { examineBySchema } from '../schema/examine.ts';

const send = process.send?.bind(process);
if (send === undefined) throw new Error('This is started by judge-process.ts, not by hand.');
// vitest puts a guard in its place.
const exit = process.exit.bind(process);

// The command has ended, or never came to judging: there is nobody to tell a row.
process.on('disconnect', () => exit(1));
init({
  post: (message) => send(message),
  on: (listener) => process.on('message', listener),
  off: (listener) => process.off('message', listener),
  runTests: (state, traces) => runBaseTests('run', state, traces),
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
  setup: async (context) => {
    const tearDown = await setupEnvironment(context);
    // vitest gives each suite's address the time, to load it anew in a process that has it already.
    // Here none is loaded twice, and Node would keep the compiled code of each run for ever.
    registerHooks({
      resolve: (specifier, parent, next) => {
        const resolved = next(specifier, parent);
        return { ...resolved, url: resolved.url.replace(/\?vitest=\d+$/, '') };
      },
    });
    return tearDown;
  },
});

// Schemas are compiled at their first use, the SDK is loaded at its first reading: there is time now.
for (const schema of ['completion', 'chunk', 'error', 'message'] as const) {
  examineBySchema(schema, {});
}
await import('openai');
