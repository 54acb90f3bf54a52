/**
 * The words of chatspec, as types. Every other file speaks in these words and in no synonyms.
 *
 * This file is longer than most because it is the one place where the words are defined: it holds
 * types only, no behaviour.
 */

/** Any value that JSON can express. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** A JSON object, as found on the wire: its members are unknown until looked at. */
export type JsonObject = { readonly [member: string]: JsonValue };

/** How much a requirement binds. INFO carries facts and never findings. */
export type Level = 'MUST' | 'SHOULD' | 'INFO';

/** Where an exchange comes from. `recorded` was live once; `synthetic` was written by hand. */
export type EvidenceKind = 'live' | 'recorded' | 'synthetic';

/** How a run gets its exchanges. */
export type Mode = 'live' | 'replay';

/** A family of probes; each has one `specs/<suite>.spec.ts`. */
export type Suite = 'text' | 'streaming' | 'tools' | 'limits' | 'errors' | 'parity' | 'sdk';

/** Something that a target has, has not, or may have. */
export type Capability =
  | 'auth'
  | 'tools'
  | 'parallel-tools'
  | 'tool-choice'
  | 'stop'
  | 'n'
  | 'logprobs'
  | 'json'
  | 'json-schema'
  | 'developer-role'
  | 'max-completion-tokens'
  | 'vision'
  | 'models';

/** `unknown` is probed; `no` is skipped; `yes` and yet unsupported is a finding. */
export type CapabilityState = 'yes' | 'no' | 'unknown';

/** A declared, named set of departures that a target is known for. */
export type Dialect = 'azure';

/** How closely the model reported must match the model asked for. */
export type ModelEcho = 'any' | 'snapshot' | 'exact';

// --- target -----------------------------------------------------------------------------------

/** Time limits of one exchange, in milliseconds. */
export interface Timeouts {
  /** Until the connection stands. */
  readonly connect: number;
  /** Until the first byte of the answer's head. */
  readonly firstByte: number;
  /** Between two arrivals of body bytes. */
  readonly gap: number;
  /** From the start of the request to the end of the body. */
  readonly exchange: number;
  /** From the first request of a run to the last byte of its last answer. */
  readonly run: number;
}

/** Size limits of one answer. */
export interface SizeLimits {
  /** Greatest body, in bytes as they came. */
  readonly body: number;
  /** Greatest body after decompression, where a server compressed against our wish, in bytes. */
  readonly decompressed: number;
  /** Greatest response head, in bytes. */
  readonly head: number;
  /** Greatest number of events of a stream, blocks of comments counted too. */
  readonly events: number;
  /** Greatest event of a stream, in bytes. */
  readonly event: number;
}

/** The system under test. Holds no key: only the name of the variable that does. */
export interface Target {
  readonly name: string;
  /** With `/v1`, without a trailing slash. */
  readonly baseUrl: string;
  readonly model: string;
  /** Every model that the config names for the target; `model` is the one of this run. */
  readonly models: readonly string[];
  /** Name of the environment variable that holds the key; `null`: no Authorization header. */
  readonly apiKeyEnv: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Members merged into every request body. */
  readonly body: JsonObject;
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens';
  /** Output tokens added to each probe's limit, for models that think first. */
  readonly reasoningAllowance: number;
  readonly capabilities: Readonly<Partial<Record<Capability, CapabilityState>>>;
  readonly modelEcho: ModelEcho;
  readonly dialect: Dialect | null;
  readonly proxy: string | null;
  /** Path of a PEM file with further certificate authorities. */
  readonly caFile: string | null;
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  /** Price in US dollars per million tokens, where the config states it. */
  readonly price: { readonly input: number; readonly output: number } | null;
}

// --- exchange ---------------------------------------------------------------------------------

/** A header as it came, case and order kept. */
export type HeaderPair = readonly [name: string, value: string];

/** One arrival of body bytes: milliseconds since the request was sent, and how many bytes. */
export type Frame = readonly [ms: number, bytes: number];

/**
 * How a body ended. `complete`: as HTTP says. `aborted`: this client left on purpose. `error`: the
 * connection broke or the framing of HTTP was wrong. `capped`: a limit of time or size cut it.
 */
export type Ending = 'complete' | 'aborted' | 'error' | 'capped';

/** What was asked, without secrets. */
export interface ExchangeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  /** The body where it is JSON; `null` where there was none or it is not JSON. */
  readonly json: JsonValue;
  /** The body as text where it is not JSON; `null` otherwise. */
  readonly text: string | null;
}

/** Why no answer came. */
export type FailureKind =
  | 'connect'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'protocol'
  | 'too-large'
  | 'refused'
  | 'budget'
  /** An earlier answer of the probe does not allow the request: the model did not call, say. */
  | 'not-possible'
  /** The probe or the SDK failed to make the request. */
  | 'unsent'
  | 'interrupted';

/** A transport failure, in one sentence that a person on call can use. */
export interface TransportFailure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** One try at a request. */
export interface Attempt {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly status: number | null;
  readonly failure: TransportFailure | null;
  /** Milliseconds waited before the next attempt, and whether the server asked for them. */
  readonly waited: number | null;
}

/** A request and exactly what came back. `null` always means: not known. */
export interface Exchange {
  /** Names it in rows and messages: `stream-usage`, `tools-loop.2`, `capture.har#3`, `-`. */
  readonly source: string;
  readonly request: ExchangeRequest | null;
  readonly status: number | null;
  readonly headers: readonly HeaderPair[] | null;
  readonly body: Uint8Array;
  /** `text`: a recorder decoded the body, so there is no verdict on UTF-8 and no byte offset. */
  readonly fidelity: 'bytes' | 'text';
  readonly frames: readonly Frame[] | null;
  readonly ending: Ending | null;
  /** Why the body or the whole answer failed, where it did. */
  readonly failure: TransportFailure | null;
  /** Milliseconds from the request to the head of the answer. */
  readonly headMs: number | null;
  /** Milliseconds from the request to the end of the body. */
  readonly endMs: number | null;
  readonly attempts: readonly Attempt[];
  readonly evidence: EvidenceKind;
  /** When the answer came, ISO 8601, UTC. */
  readonly date: string | null;
  readonly target: string | null;
  /** Product and version of the server, where known. */
  readonly server: string | null;
  readonly tool: string | null;
}

/** What a probe wants sent; the transport adds address, key and target's own members. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base URL: `/chat/completions`. */
  readonly path: string;
  readonly json?: JsonObject;
  /** Sent as it is instead of `json`, for malformed bodies. */
  readonly text?: string;
  /** `wrong`: a key that cannot be right. `none`: no Authorization header. */
  readonly key?: 'right' | 'wrong' | 'none';
  /** Leave after that many body bytes have arrived. */
  readonly leaveAfterBytes?: number;
}

// --- wire -------------------------------------------------------------------------------------

/** One place on the wire. */
export interface Place {
  /** Number of the dispatched event, from 0. */
  readonly event?: number;
  /** Byte offset in the body, from 0. */
  readonly offset?: number;
  /** JSON pointer into the body or the event's data. */
  readonly pointer?: string;
}

/** A strict reading of one JSON text. Never throws; keeps what `JSON.parse` throws away. */
export interface JsonDocument {
  /** `undefined` where the text is not JSON. */
  readonly value: JsonValue | undefined;
  /**
   * Where and why the text is not JSON; `null` where it is. The offset counts bytes of a body, and
   * UTF-16 units of text that was decoded before. `beyond`: it may be JSON, and holds more than is
   * read of any body.
   */
  readonly error: {
    readonly message: string;
    readonly offset: number;
    readonly beyond?: true;
  } | null;
  /** Pointers of members that occur more than once in one object. */
  readonly duplicates: readonly string[];
  /** The characters of each number that is whole but not written as a plain integer, by pointer. */
  readonly rawNumbers: ReadonlyMap<string, string>;
  /** Pointers of strings that hold a lone surrogate. */
  readonly loneSurrogates: readonly string[];
}

/** One line of an event stream. */
export interface SseLine {
  /** Byte offset of its first byte. */
  readonly offset: number;
  readonly ending: '\n' | '\r\n' | '\r' | '';
  readonly field: string;
  readonly value: string;
}

/** A block of lines up to a blank line, or to the end of the body. */
export interface SseBlock {
  /** Number among the dispatched events, or `null` where none is dispatched (no data field). */
  readonly event: number | null;
  readonly offset: number;
  /** Byte offset after its last byte, the closing blank line included. */
  readonly end: number;
  readonly lines: readonly SseLine[];
  /** The data lines joined by U+000A, as a client sees them. */
  readonly data: string;
  /** The last `event` field, or the empty string. */
  readonly type: string;
  /** Whether a blank line closed it; where not, a client never sees it. */
  readonly closed: boolean;
}

/** The bytes of a body read by the rules of server-sent events. */
export interface SseStream {
  readonly bom: boolean;
  readonly blocks: readonly SseBlock[];
  /** Comment lines, with their text. */
  readonly comments: readonly SseLine[];
  /** Lines that are neither fields nor comments nor blank: a client ignores them. */
  readonly stray: readonly SseLine[];
  /** Byte offsets at which the body is not UTF-8. */
  readonly invalidUtf8: readonly number[];
  /** The body held more lines or events than are read. */
  readonly capped: boolean;
}

/** What an event of a chat stream is. */
export type StreamEventKind = 'chunk' | 'error' | 'done' | 'unreadable' | 'foreign';

/** A dispatched event (or the last, unclosed block), read as part of a chat stream. */
export interface StreamEvent {
  readonly kind: StreamEventKind;
  /** Number among the dispatched events. */
  readonly event: number;
  readonly offset: number;
  readonly block: SseBlock;
  readonly doc: JsonDocument;
  /** Milliseconds at which its last byte arrived; `null` without times. */
  readonly ms: number | null;
}

/** A chunk event with its object. */
export interface ChunkEvent extends StreamEvent {
  readonly kind: 'chunk';
  readonly value: JsonObject;
}

/** One element of `delta.tool_calls`, as it came. */
export interface ToolFragment {
  readonly choice: number;
  /** The call's `index`; `null` where it is missing or not an integer. */
  readonly index: number | null;
  readonly id: JsonValue | undefined;
  readonly type: JsonValue | undefined;
  readonly name: JsonValue | undefined;
  readonly arguments: JsonValue | undefined;
  readonly at: Place;
}

/** One `delta.content` that is text. */
export interface TextFragment {
  readonly choice: number;
  readonly text: string;
  readonly at: Place;
}

/** A tool call as put together from fragments (stream) or as it stands (completion). */
export interface AssembledCall {
  readonly index: number | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly arguments: string;
  /** Place of its first fragment. */
  readonly at: Place;
}

/** One answer among `n`, the same for streams and completions. */
export interface Answer {
  readonly index: number;
  readonly role: string | null;
  readonly content: string | null;
  readonly refusal: string | null;
  /** Text of the members by which vendors send reasoning. */
  readonly reasoning: string | null;
  readonly calls: readonly AssembledCall[];
  /** Every distinct non-null finish reason, in order of arrival. */
  readonly finishReasons: readonly string[];
  readonly at: Place;
}

interface ViewBase {
  /** The answers, where the structure could be read. */
  readonly answers: readonly Answer[];
  /** The top-level usage object, the last one in a stream. */
  readonly usage: JsonObject | null;
  readonly model: string | null;
}

/** A JSON body that is or should be a `chat.completion`. */
export interface CompletionView extends ViewBase {
  readonly kind: 'completion';
  readonly doc: JsonDocument;
}

/** A body of server-sent events. */
export interface StreamView extends ViewBase {
  readonly kind: 'stream';
  readonly sse: SseStream;
  readonly events: readonly StreamEvent[];
  readonly chunks: readonly ChunkEvent[];
  /** Events that carry a truthy `error` member. */
  readonly errors: readonly StreamEvent[];
  /** A block that the body's end left without its blank line. */
  readonly tail: StreamEvent | null;
  readonly toolFragments: readonly ToolFragment[];
  readonly textFragments: readonly TextFragment[];
}

/** An answer that says that the request failed. */
export interface ErrorView extends ViewBase {
  readonly kind: 'error';
  readonly doc: JsonDocument;
}

/** An answer that is none of these: HTML, nothing at all, a foreign JSON value. */
export interface UnknownView extends ViewBase {
  readonly kind: 'unknown';
  readonly doc: JsonDocument;
}

/** A total reading of an exchange that never throws. */
export type View = CompletionView | StreamView | ErrorView | UnknownView;
export type ViewKind = View['kind'];

/** What the `openai` SDK made of the same bytes. */
export interface SdkReading {
  /** The SDK's own words where it threw; `null` where it did not. */
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly role: string | null;
  /** Text by choice index. */
  readonly texts: readonly string[];
  /** Tool-call names by choice index, in order. */
  readonly calls: readonly (readonly string[])[];
  readonly usage: JsonValue;
  readonly chunks: number;
}

// --- probes and checks ------------------------------------------------------------------------

/** The kind of answer that a request asks for. */
export type AnswerKind = 'completion' | 'stream' | 'error' | 'models';

/**
 * What is wrong with a request that asks for an error. `request`: no server may accept it.
 * `lenient`: OpenAI refuses it, and some servers take it. `key`, `model`, `path`: as they say.
 */
export type Mistake = 'request' | 'lenient' | 'key' | 'model' | 'path';

/** What a probe knows beforehand about the answer to one of its requests. */
export interface Expectation {
  readonly answer: AnswerKind;
  readonly mistake?: Mistake;
  /** The text that the model was told to copy. */
  readonly echo?: string;
  /** The string argument that the model was told to pass to its tool. */
  readonly argument?: string;
  /** The text that was asked for cannot fit into the limit. */
  readonly cut?: boolean;
  /** What comes before the stop sequence in the text that was asked for. */
  readonly keeps?: readonly string[];
  /** A word that only the other of two simultaneous streams was told to write. */
  readonly foreign?: string;
}

/** One request of a probe. */
export interface Step {
  readonly expects: Expectation;
  /** Builds the request, or says in one sentence why what came before does not allow it. */
  readonly request: (run: StepContext) => OutgoingRequest | string;
  /** Steps with the same name start together. */
  readonly together?: string;
}

/** What a step's request is built from. */
export interface StepContext {
  readonly model: string;
  /** The views of the probe's earlier exchanges, in order. */
  readonly earlier: readonly View[];
  /** The member that limits output tokens for this target, with the allowance added. */
  readonly limit: (tokens: number) => JsonObject;
}

/** One scenario of one or more requests. */
export interface Probe {
  readonly id: string;
  readonly suite: Suite;
  readonly title: string;
  readonly needs: readonly Capability[];
  /** The request members whose clean rejection means: not supported. */
  readonly parameters?: readonly string[];
  readonly sender: 'http' | 'sdk';
  readonly steps: readonly [Step, ...Step[]];
  /** Output tokens that its requests ask for in all, without the allowance. */
  readonly tokens: number;
  /** Findings are told as information: the page says that this is better used natively. */
  readonly informative?: boolean;
}

/** What an exchange must carry for a check to be judged on it. */
export type ContextNeed =
  | 'request'
  | 'status'
  | 'headers'
  | 'times'
  | 'ending'
  | 'bytes'
  | 'date'
  | 'expectation'
  | 'sdk';

/** One sentence of the contract. */
export interface Requirement {
  /** `family.property`. */
  readonly id: string;
  readonly level: Level;
  /** "X does Y": no "should"; under 100 characters. */
  readonly statement: string;
  /** Where the rule is written. */
  readonly reference: string;
  /** What it does to named clients when it is not kept. */
  readonly breaks: string;
  /** Why the level is what it is, where sources pull apart. */
  readonly decision?: string;
}

/** One exchange with everything that checks may ask of it. */
export interface Reading {
  readonly exchange: Exchange;
  readonly view: View;
  /** The request's JSON body, an empty object where it has none; `null` where it is not known. */
  readonly request: JsonObject | null;
  readonly expects: Expectation | null;
  readonly sdk: SdkReading | null;
  readonly dialect: Dialect | null;
  readonly modelEcho: ModelEcho;
  /** The model of the run, where there is one: a request for the list of models does not name it. */
  readonly model?: string;
}

/** Where, expected, actual. */
export interface Finding {
  readonly at: Place;
  readonly expected: string;
  readonly actual: string;
  /** The exchange in which it was found; filled in by the judge. */
  readonly exchange?: string;
}

/** What an examination of one reading says, before the judge weighs it. */
export interface Examination {
  /** How many subjects were examined; none means inconclusive. */
  readonly subjects: number;
  readonly findings: readonly Finding[];
  /** What INFO has to say. */
  readonly facts?: readonly string[];
}

/** A requirement that can be judged on a view. Made by `defineCheck` or from a schema. */
export interface Check {
  readonly requirement: Requirement;
  /** The kinds of view that can hold its subjects. */
  readonly on: readonly ViewKind[];
  readonly context: readonly ContextNeed[];
  /** Ids of checks, or families, whose failure on the same exchange leaves no sound reading. */
  readonly restsOn: readonly string[];
  /** Whether it can be planned for a step; for captured traffic every check is tried. */
  readonly plannedFor: (step: Step, probe: Probe) => boolean;
  /** Probes compared, each a pair: the case belongs to the first. */
  readonly compares?: readonly (readonly [probe: string, other: string])[];
  /** Judged when the stream ended in an error frame? Only framing checks say yes. */
  readonly survivesErrorFrame: boolean;
  readonly examine: (reading: Reading, other: Reading | null) => Examination;
}

// --- verdicts ---------------------------------------------------------------------------------

export type InconclusiveReason = 'no-subject' | 'not-tested';

/** What the judge says of one case. */
export type Verdict =
  | { readonly verdict: 'pass'; readonly facts: readonly string[] }
  | { readonly verdict: 'fail'; readonly findings: readonly [Finding, ...Finding[]] }
  | {
      readonly verdict: 'inconclusive';
      readonly reason: InconclusiveReason;
      readonly detail: string;
    }
  | {
      readonly verdict: 'skip';
      readonly reason: 'declared' | 'unsupported';
      readonly detail: string;
    }
  | { readonly verdict: 'error'; readonly detail: string };

/** A verdict held against the baseline. */
export type Standing = 'as-wanted' | 'violating' | 'expected-failure' | 'surprise-pass';

/** What a run or an exchange amounts to. */
export type Outcome = 'conforms' | 'violates' | 'inconclusive' | 'error';

/** A probe and a check, planned together. */
export interface Case {
  /** `probe/check`: test title, report row and baseline key. */
  readonly id: string;
  readonly probe: string;
  readonly check: string;
  readonly level: Level;
  /** The probes whose exchanges it is judged on: one, or two for comparisons. */
  readonly probes: readonly string[];
}

/** How often a case was seen to fail, where it was judged more than once. */
export interface Frequency {
  readonly n: number;
  readonly failures: number;
  /** 95 % Wilson interval of the failure rate. */
  readonly interval: readonly [low: number, high: number];
}

/** One line of a report. */
export interface Row {
  readonly case: string;
  readonly probe: string;
  readonly check: string;
  readonly probes: readonly string[];
  readonly level: Level;
  readonly verdict: Verdict['verdict'];
  /** `no-subject`, `not-tested`, `declared`, `unsupported`; `null` for the other verdicts. */
  readonly reason: string | null;
  /** The reason in a sentence; `null` where the verdict speaks for itself. */
  readonly detail: string | null;
  readonly standing: Standing;
  readonly statement: string;
  readonly reference: string;
  readonly breaks: string;
  readonly findings: readonly Finding[];
  readonly facts: readonly string[];
  readonly evidence: EvidenceKind | null;
  readonly exchanges: readonly string[];
  readonly frequency: Frequency | null;
  /** Something failed on one attempt or repeat and passed on another. */
  readonly unstable: boolean;
}
