import { measureLive, measureReplay } from './commands.ts';
import { holds, sayMeasured } from './measure.ts';
import { measureReading } from './reading.ts';

/*
 * `npm run bench`: how fast chatspec is, as ratios within one run, since seconds say nothing about
 * another machine. Prints each with its limit, and exits 1 where one is broken.
 */

const measures = [() => measureReading(15), () => measureReplay(5), () => measureLive(2000)];
let broken = false;
for (const measure of measures) {
  const measured = await measure();
  process.stdout.write(`${sayMeasured(measured)}\n`);
  broken ||= !holds(measured);
}
process.exitCode = broken ? 1 : 0;
