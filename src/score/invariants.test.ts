import { describe, expect, it, vi } from 'vitest';
import type { Exchange } from '../vocabulary.ts';
import { cuttings, judgeCuts } from './cuts.ts';
import { openOwnBench } from './own-fixtures.ts';

// Much is judged here; on a busy machine that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

const bench = await openOwnBench();

it('no verdict depends on where the network cut the bytes', async () => {
  // `npm run score` cuts at every position; timing is INFO and not among the verdicts.
  const cut = cuttings(bench, 61);
  expect(new Set(cut.map(({ spot }) => spot.probe.suite)).size).toBe(4);
  expect(await judgeCuts(bench, cut)).toEqual([]);
});

/** What these speak of is not in the body: the status, the head, and that an answer came whole. */
const notInBody =
  /\/(?:transport\.body-complete|http\.(?:status|optional-members|content-type)|error\.(?:not-a-server-fault|status|auth|unknown-model|refused|refused-values|gateway-page|unknown-path)|parity\.error-status)$/;

describe('an empty body', () => {
  it.each(bench.catalogue.probes.map(({ id }) => id))(
    'passes no check of %s whose subject is in the body',
    async (id) => {
      const probe = bench.catalogue.probes.find((one) => one.id === id);
      const answers = probe?.steps.map((_step, step): Exchange => {
        const sound = bench.exchangeAt({ probe, step });
        return { ...sound, body: new Uint8Array(), frames: [] };
      });
      const verdicts = await bench.judgeAll(new Map([[id, answers ?? []]]));
      // Where it is only compared with, the row belongs to another probe and its answer is sound.
      const own = [...verdicts].filter(([row]) => row.startsWith(`${id}/`));
      const passed = own.filter(([, { verdict }]) => verdict === 'pass').map(([row]) => row);
      expect(own.length).toBeGreaterThan(0);
      expect(passed.filter((row) => !notInBody.test(row))).toEqual([]);
    },
  );
});
