/** What `gate` is told on the command line. */
export interface GateOptions {
  readonly reports: string;
  readonly claims?: string;
  readonly json: boolean;
  readonly format?: 'sarif' | 'github';
  readonly write: boolean;
  readonly live: boolean;
  readonly init: boolean;
  readonly runExamples: boolean;
  readonly send: boolean;
  readonly strict: boolean;
  readonly python?: string;
  readonly target?: string;
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly config?: string;
  readonly allowHttp: boolean;
  readonly maxRequests?: string;
  readonly maxTokens?: string;
}
