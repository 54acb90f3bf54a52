import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONFIG_NAME, readConfig } from '../target/config.ts';
import { nominalPorts, withPorts } from './settings.ts';

const shipped = await readConfig(join(import.meta.dirname, '../..', CONFIG_NAME));

test('the shipped config names a port for each server', () => {
  const { aimock, portkey, gemini } = nominalPorts(shipped);
  expect(new Set([aimock, portkey, gemini]).size).toBe(3);
});

test('ports are replaced in the addresses of both targets and of the gateway’s upstream', () => {
  const ports = { aimock: 1001, portkey: 1002, gemini: 1003 };
  expect(nominalPorts(withPorts(shipped, ports))).toEqual(ports);
});

test('the nominal ports leave the config as it is', () => {
  expect(withPorts(shipped, nominalPorts(shipped))).toEqual(shipped);
});

test('a config without the targets is told in one sentence', () => {
  expect(() => nominalPorts({ targets: {} })).toThrow(/describes no target portkey-gemini/);
});
