import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { contractPage } from './page.ts';
import { clausesOf, readProof } from './proof.ts';

/*
 * `npm run contract` writes CONTRACT.md; with `--check` it compares, and exits 1 with one sentence
 * where the page is not what the catalogue and its tables say.
 */

const ROOT = join(import.meta.dirname, '../..');
const page = join(ROOT, 'CONTRACT.md');

const proof = await readProof(join(ROOT, 'fixtures'));
const text = contractPage(clausesOf(catalogue, proof), catalogue.probes, proof);
if (process.argv.includes('--check')) {
  if ((await readFile(page, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(
      'CONTRACT.md is not what the catalogue and its tables say; run `npm run contract`.\n',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(page, text);
}
