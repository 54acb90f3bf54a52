import { answerOf } from '../../exchange/raw-server.ts';
import type { Fault } from '../fault.ts';
import { completion, startPeer } from './answers.ts';

/** Always the same body, as JSON or as the type given. */
function answering(
  name: string,
  body: string | Uint8Array,
  expected: Fault['expected'],
  type = 'application/json',
): Fault {
  return {
    name,
    probes: ['text-plain', 'sdk-plain'],
    start: () => startPeer((socket) => void socket.end(answerOf(body, [`Content-Type: ${type}`]))),
    expected,
  };
}

const violates = (says: RegExp): Fault['expected'] => ({
  exit: 1,
  outcome: 'violates',
  within: 15,
  says,
});

const conforms = (says: RegExp): Fault['expected'] => ({
  exit: 0,
  outcome: 'conforms',
  within: 12,
  says,
});

const DEPTH = 100_000;
const MIB = 1024 * 1024;

/** Bodies that come whole and are wrong, or look as if they wanted to do harm. */
export const contentFaults: readonly Fault[] = [
  answering(
    'invalid UTF-8',
    Buffer.concat([
      Buffer.from(completion('bad \u0000').split('\\u0000')[0] ?? ''),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(completion('bad \u0000').split('\\u0000')[1] ?? ''),
    ]),
    violates(/UTF-8/),
  ),
  answering(
    'JSON of 100,000 levels',
    `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
    violates(/text-plain/),
  ),
  answering(
    'arrays of 100,000 levels in a sound answer',
    completion('Hi.').replace('{', `{"vendor":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)},`),
    conforms(/conforms/),
  ),
  answering(
    'members with the names of prototypes',
    completion('Hi.').replace(
      '{',
      '{"__proto__":{"polluted":true,"error":{"message":"no"}},"constructor":{"prototype":{"polluted":true}},"toString":1,',
    ),
    conforms(/conforms/),
  ),
  answering(
    'duplicate members',
    completion('Hi.').replace('{', '{"id":"chatcmpl-first",'),
    conforms(/json\.duplicate-members/),
  ),
  answering(
    '15 MiB of tiny values',
    completion('Hi.').replace('{', `{"vendor":[${'{},'.repeat(5 * MIB)}{}],`),
    { exit: 3, outcome: 'inconclusive', within: 15, says: /at most 1000000 values/ },
  ),
  answering(
    '15 MiB of wide characters in one string',
    completion('漢'.repeat(5 * MIB)),
    violates(/text-plain/),
  ),
  {
    ...answering(
      'good manners that are broken now and then',
      '',
      conforms(/failed 1 of 3, between/),
    ),
    probes: ['text-plain'],
    start: () =>
      startPeer((socket, nth) => {
        const sound = completion('Hi.');
        socket.end(answerOf(nth === 0 ? sound.replace('{', '{"id":"chatcmpl-first",') : sound));
      }),
  },
  answering(
    'HTML with status 200',
    '<!doctype html><html><body><h1>Welcome</h1></body></html>',
    violates(/JSON/),
    'text/html',
  ),
];
