import { schemaChecks } from '../src/engine/schema-checks.ts';
import type { Check, Probe } from '../src/vocabulary.ts';
import { choicesChecks } from './checks/choices.ts';
import { dialectChecks } from './checks/dialect.ts';
import { emptyChoicesChecks } from './checks/empty-choices.ts';
import { envelopeChecks } from './checks/envelope.ts';
import { errorBodyChecks } from './checks/error-body.ts';
import { errorChecks } from './checks/errors.ts';
import { finishChecks } from './checks/finish.ts';
import { framingChecks } from './checks/framing.ts';
import { httpChecks } from './checks/http.ts';
import { jsonChecks } from './checks/json.ts';
import { limitChecks } from './checks/limits.ts';
import { logprobsChecks } from './checks/logprobs.ts';
import { modelsChecks } from './checks/models.ts';
import { parityChecks } from './checks/parity.ts';
import { sdkChecks } from './checks/sdk.ts';
import { streamChecks } from './checks/stream.ts';
import { streamChoicesChecks } from './checks/stream-choices.ts';
import { terminatorChecks } from './checks/terminator.ts';
import { textChecks } from './checks/text.ts';
import { timingChecks } from './checks/timing.ts';
import { toolStreamChecks } from './checks/tool-stream.ts';
import { toolsChecks } from './checks/tools.ts';
import { transportChecks } from './checks/transport.ts';
import { usageChecks } from './checks/usage.ts';
import { streamN, textLogprobs, textN } from './probes/choices.ts';
import { streamLeft, streamTogether } from './probes/connections.ts';
import { textDeveloper, textMultiTurn } from './probes/conversation.ts';
import { streamEcho, textEcho } from './probes/echo.ts';
import { errorProbes } from './probes/errors.ts';
import { textJsonObject, textJsonSchema } from './probes/format.ts';
import {
  limitMaxCompletionTokens,
  limitMaxTokens,
  limitMaxTokensStream,
  limitStop,
  limitStopStream,
} from './probes/limits.ts';
import { modelsList } from './probes/models.ts';
import { sdkPlain, textPlain } from './probes/plain.ts';
import { sdkStream, streamPlain, streamUsage } from './probes/stream.ts';
import {
  limitTools,
  toolsArgument,
  toolsLoop,
  toolsNamed,
  toolsNone,
  toolsParallel,
  toolsParallelStream,
  toolsParallelStreamUsage,
  toolsRequiredStream,
} from './probes/tools.ts';
import { textVision } from './probes/vision.ts';

/** The only index: every probe and every check, in the order in which reports show them. */
export const catalogue: { readonly probes: readonly Probe[]; readonly checks: readonly Check[] } = {
  probes: [
    textPlain,
    textEcho,
    textMultiTurn,
    textDeveloper,
    textN,
    textLogprobs,
    textVision,
    textJsonObject,
    textJsonSchema,
    streamPlain,
    streamUsage,
    streamEcho,
    streamN,
    streamTogether,
    streamLeft,
    toolsLoop,
    toolsRequiredStream,
    toolsParallel,
    toolsParallelStream,
    toolsParallelStreamUsage,
    toolsNone,
    toolsNamed,
    toolsArgument,
    limitMaxTokens,
    limitMaxTokensStream,
    limitMaxCompletionTokens,
    limitTools,
    limitStop,
    limitStopStream,
    ...errorProbes,
    modelsList,
    sdkPlain,
    sdkStream,
  ],
  checks: [
    ...transportChecks,
    ...httpChecks,
    ...jsonChecks,
    ...framingChecks,
    ...terminatorChecks,
    ...streamChecks,
    ...streamChoicesChecks,
    ...emptyChoicesChecks,
    ...schemaChecks(),
    ...choicesChecks,
    ...envelopeChecks,
    ...finishChecks,
    ...usageChecks,
    ...toolsChecks,
    ...toolStreamChecks,
    ...textChecks,
    ...limitChecks,
    ...logprobsChecks,
    ...errorChecks,
    ...errorBodyChecks,
    ...parityChecks,
    ...modelsChecks,
    ...sdkChecks,
    ...dialectChecks,
    ...timingChecks,
  ],
};
