import { resolve } from 'node:path';
import { catalogue } from '../../specs/catalogue.ts';
import { judgeCapture } from '../engine/capture.ts';
import { read } from '../engine/reading.ts';
import { writeFixture } from '../exchange/fixture.ts';
import { readWithSdk } from '../exchange/sdk.ts';
import { openTransport, type Transport } from '../exchange/transport.ts';
import { startProxy } from '../gate/proxy.ts';
import { exitCodeOf, weightiest } from '../report/outcome.ts';
import { resolveTarget } from '../target/resolve.ts';
import type { AnswerKind, Exchange } from '../vocabulary.ts';
import { member } from '../wire/members.ts';
import { type Judged, weighExchange } from './check/judged.ts';
import { checkLine } from './check/line.ts';
import { checkText } from './check/text.ts';
import type { Io, Register } from './io.ts';
import { portNumber, wholeNumber } from './options.ts';

const HELP = `
Point any client at the address that is printed; it needs no key, the proxy adds it. Each answer is
passed on piece by piece as it comes, and judged by the whole contract when it has ended; a client
that leaves breaks it off. Ends at Ctrl-C.

Exit codes: 0 every answer conforms, 1 one violates the contract, 2 wrong use, 3 it could not be
told, or nothing was asked.`;

interface ProxyOptions {
  readonly target?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly config?: string;
  readonly allowHttp: boolean;
  readonly port: number;
  readonly most?: number;
  readonly out?: string;
  readonly json: boolean;
  readonly strict: boolean;
}

/** `proxy`: any client can be pointed at it, and its traffic is judged. */
export const proxy: Register = (program, io) => {
  program
    .command('proxy')
    .description('forward the traffic of any client to a target, and judge it')
    .option('--target <name>', 'a target of the config; default: its defaultTarget')
    .option('--model <name>', 'the model that the target is known by')
    .option('--base-url <url>', 'an endpoint without a config entry, with its /v1')
    .option('--api-key-env <name>', 'the environment variable that holds the key')
    .option('--config <file>', 'another config file than chatspec.config.json')
    .option('--allow-http', 'allow http: to other hosts than this one', false)
    .option('--port <n>', 'the port of 127.0.0.1; default: any free one', portNumber, 0)
    .option('--most <n>', 'end after that many requests', wholeNumber)
    .option('--out <dir>', 'keep each exchange in this folder')
    .option('--json', 'print one line of JSON per exchange', false)
    .option('--strict', 'count SHOULD as MUST', false)
    .addHelpText('after', HELP)
    .action((options: ProxyOptions) => runProxy(options, io));
};

async function runProxy(options: ProxyOptions, io: Io): Promise<void> {
  const { target, baseUrl, apiKeyEnv, allowHttp, config } = options;
  // The client names the model; an ad-hoc target wants a name all the same.
  const model = options.model ?? (baseUrl === undefined ? undefined : 'any');
  const resolved = await resolveTarget({
    cwd: io.cwd,
    env: io.env,
    options: { target, model, baseUrl, apiKeyEnv, allowHttp },
    config,
    live: true,
  });
  const { most = Number.POSITIVE_INFINITY } = options;
  const transport = await openTransport(resolved.target, { key: resolved.key, env: resolved.env });
  const codes: number[] = [];
  const { promise: over, resolve: finish } = Promise.withResolvers<void>();
  let pending: Promise<void> = Promise.resolve();
  const judge = async (exchange: Exchange): Promise<void> => {
    const judged = await judgeExchange(exchange, transport, options.strict);
    io.stdout(options.json ? `${checkLine(judged)}\n` : `${checkText(judged)}\n`);
    codes.push(exitCodeOf(judged.outcome));
    if (options.out !== undefined) await writeFixture(resolve(io.cwd, options.out), exchange);
    if (codes.length >= most) finish();
  };
  await using listening = await startProxy({
    transport,
    port: options.port,
    sourceOf: (number) => `proxy-${number}`,
    // One after the other, so that what is printed stays in order.
    onExchange: (exchange) => {
      pending = pending.then(() => judge(exchange));
      pending.catch(finish);
    },
    most,
    signal: io.interrupted,
  });
  io.stderr(`Listening at ${listening.baseUrl} for ${resolved.target.baseUrl}\n`);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  io.interrupted.addEventListener('abort', () => {
    finish();
    stop();
  });
  await over;
  await pending;
  // Whoever asked last may still be reading.
  await Promise.race([listening.idle(), stopped]);
  io.exitWith(codes.length === 0 ? 3 : weightiest(codes));
}

async function judgeExchange(
  exchange: Exchange,
  transport: Transport,
  strict: boolean,
): Promise<Judged> {
  const { dialect, modelEcho } = transport.target;
  const expects = { answer: answerOf(exchange) };
  const sdk = exchange.status === null ? null : await readWithSdk(exchange);
  const reading = read(exchange, { expects, sdk, dialect, modelEcho });
  const verdicts = judgeCapture(reading, catalogue.checks);
  return weighExchange({ reading, verdicts }, strict, transport.redact);
}

/** What a client asked for; an error answer is judged as one, since nobody knows if it was wanted. */
function answerOf({ request, status }: Exchange): AnswerKind {
  if (request?.method === 'GET') return 'models';
  if (status !== null && status >= 400) return 'error';
  return member(request?.json, 'stream') === true ? 'stream' : 'completion';
}
