import { judgeCapture } from '../../engine/capture.ts';
import { noFacts, read } from '../../engine/reading.ts';
import type { Judge } from './judged.ts';

/** The judge over the whole catalogue. Loaded late: compiling the schemas takes its time. */
export async function loadCatalogue(): Promise<Judge> {
  const { catalogue } = await import('../../../specs/catalogue.ts');
  return (exchange, dialect) => {
    const reading = read(exchange, { ...noFacts, dialect });
    return { reading, verdicts: judgeCapture(reading, catalogue.checks) };
  };
}
