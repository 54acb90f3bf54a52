import { Problem } from '../problem.ts';
import type { Config, TargetEntry } from '../target/config.ts';

/** The names of the two targets in the config. */
export const TARGETS = ['aimock', 'portkey-gemini'] as const;
export type TargetName = (typeof TARGETS)[number];

/** The header by which the gateway is told where Gemini is. */
const CUSTOM_HOST = 'x-portkey-custom-host';

/** Ports of 127.0.0.1: those of the two targets, and that of the Gemini API behind the gateway. */
export interface Ports {
  readonly aimock: number;
  readonly portkey: number;
  readonly gemini: number;
}

/** The ports that the config names. They are tried first, so that recordings differ little. */
export function nominalPorts(config: Config): Ports {
  const portkey = entryOf(config, 'portkey-gemini');
  return {
    aimock: portOf(entryOf(config, 'aimock').baseUrl),
    portkey: portOf(portkey.baseUrl),
    gemini: portOf(portkey.headers?.[CUSTOM_HOST] ?? ''),
  };
}

/** The entry of a target that the script starts. Throws a Problem where the config has none. */
export function entryOf(config: Config, name: TargetName): TargetEntry {
  const entry = config.targets[name];
  if (entry !== undefined) return entry;
  throw new Problem('file', `The config describes no target ${name}: add one on 127.0.0.1.`);
}

/** The same config with the ports on which the servers really listen. */
export function withPorts(config: Config, ports: Ports): Config {
  const aimock = entryOf(config, 'aimock');
  const portkey = entryOf(config, 'portkey-gemini');
  return {
    ...config,
    targets: {
      ...config.targets,
      aimock: { ...aimock, baseUrl: at(aimock.baseUrl, ports.aimock) },
      'portkey-gemini': {
        ...portkey,
        baseUrl: at(portkey.baseUrl, ports.portkey),
        headers: { ...portkey.headers, [CUSTOM_HOST]: `http://127.0.0.1:${ports.gemini}` },
      },
    },
  };
}

function at(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}

function portOf(address: string): number {
  const port = URL.canParse(address) ? Number(new URL(address).port) : 0;
  if (port > 0) return port;
  throw new Problem('file', `The address "${address}" in the config names no port on 127.0.0.1.`);
}
