import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const registry = new URL('./registry.ts', import.meta.url).href;

/** Which of our modules import which, by address; filled while they are loaded. */
const importers = new Map<string, Set<string>>();
/** Types taken away, once per file however often it is loaded. */
const sources = new Map<string, string>();

let fresh: ReadonlySet<string> = new Set();
let generation = 0;

function plain(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/**
 * From now on tests find the registry under the name of vitest, and modules below `root` can be
 * loaded anew.
 */
export function hookModules(root: string): void {
  const isOurs = (url: string): boolean => url.startsWith(root) && !url.includes('/node_modules/');
  registerHooks({
    resolve: (specifier, context, next) => {
      const parent = context.parentURL ?? '';
      if (specifier === 'vitest' && isOurs(plain(parent))) return next(registry, context);
      const found = next(specifier, context);
      const url = plain(found.url);
      if (!isOurs(url)) return found;
      importers.set(url, (importers.get(url) ?? new Set()).add(plain(parent)));
      return fresh.has(url) ? { ...found, url: `${url}?${generation}` } : found;
    },
    load: (given, context, next) => {
      const url = plain(given);
      if (!isOurs(url) || !url.endsWith('.ts')) return next(given, context);
      const source =
        sources.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
      sources.set(url, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Makes the next import load this module anew, and each that imports it, however far away. */
export function forget(url: string): ReadonlySet<string> {
  const found = new Set([url]);
  for (const one of found) for (const importer of importers.get(one) ?? []) found.add(importer);
  fresh = found;
  generation += 1;
  return found;
}

/** Makes the next import find modules as they were first loaded. */
export function recall(): void {
  fresh = new Set();
}

/** The address under which a module is to be imported now. */
export function addressOf(url: string): string {
  return fresh.has(url) ? `${url}?${generation}` : url;
}
