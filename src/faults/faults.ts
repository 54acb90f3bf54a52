import type { Fault } from './fault.ts';
import { connectionFaults } from './servers/connection.ts';
import { contentFaults } from './servers/content.ts';
import { endlessFaults } from './servers/endless.ts';
import { headFaults } from './servers/head.ts';
import { limitFaults } from './servers/limits.ts';
import { secretFaults } from './servers/secrets.ts';
import { slowFaults } from './servers/slow.ts';
import { surroundingFaults } from './servers/surroundings.ts';

/** Every row, in the order of the table. */
export const faults: readonly Fault[] = [
  ...connectionFaults,
  ...slowFaults,
  ...endlessFaults,
  ...headFaults,
  ...contentFaults,
  ...limitFaults,
  ...secretFaults,
  ...surroundingFaults,
];
