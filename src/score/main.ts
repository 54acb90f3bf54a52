import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '../../specs/catalogue.ts';
import { Problem } from '../problem.ts';
import { resolveTarget } from '../target/resolve.ts';
import { openBench } from './bench.ts';
import { detect, sayDetection } from './detection.ts';
import { checkOf, readDefects } from './tables.ts';

/*
 * `npm run score`: corrupts the fixtures and looks whether the judge says exactly what is wrong.
 * `--only` takes a name of a defect, a check or a family.
 */

const ROOT = join(import.meta.dirname, '../..');

const print = (text: string) => process.stdout.write(`${text}\n`);

async function score(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const { target } = await resolveTarget({ cwd: ROOT, env: {}, options: {}, live: false });
  const bench = await openBench(join(ROOT, 'fixtures/exchanges/crazyrouter'), catalogue, target);
  const defects = await readDefects(join(ROOT, 'fixtures/defects.json'), bench);
  const { only } = values;
  const chosen = defects.filter(({ name, family, findings }) => {
    const checks = [...findings].map(checkOf);
    return only === undefined || name.includes(only) || family === only || checks.includes(only);
  });
  let wrong = 0;
  for (const defect of chosen) {
    const detection = await detect(bench, defect);
    if (detection.kind !== 'exact') wrong += 1;
    print(sayDetection(defect.name, detection));
  }
  print(`${chosen.length - wrong} of ${chosen.length} exactly.`);
  return wrong === 0 ? 0 : 1;
}

try {
  process.exitCode = await score();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
