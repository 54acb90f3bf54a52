/* Generated from schemas/files/config.schema.json by `npm run generate`: change the schema, not this. */

export type Capability = 'yes' | 'no' | 'unknown';
export type Milliseconds = number;

/**
 * The targets of chatspec: chatspec.config.json.
 */
export interface ConfigFile {
  /**
   * For editors; chatspec does not read it.
   */
  $schema?: string;
  /**
   * The target of commands that name none.
   */
  defaultTarget?: string;
  targets: {
    [k: string]: {
      /**
       * With /v1; a trailing slash is fine.
       */
      baseUrl: string;
      /**
       * The first one is asked for where no --model is given.
       */
      models?: string[];
      /**
       * Name of the environment variable with the key, never the key; without it no Authorization header is sent.
       */
      apiKeyEnv?: string | null;
      /**
       * Sent with every request. No secrets: this file is shared.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * Added to every address, such as api-version.
       */
      query?: {
        [k: string]: string;
      };
      /**
       * Members added to every JSON body, never in place of a probe's own.
       */
      body?: {
        [k: string]: unknown;
      };
      /**
       * The member that limits output; max_tokens by default.
       */
      tokenLimit?: 'max_tokens' | 'max_completion_tokens';
      /**
       * Output tokens added to each probe's limit, for models that think first.
       */
      reasoningAllowance?: number;
      /**
       * What the target has; what is not named is unknown and probed.
       */
      capabilities?: {
        auth?: Capability;
        tools?: Capability;
        'parallel-tools'?: Capability;
        'tool-choice'?: Capability;
        stop?: Capability;
        n?: Capability;
        logprobs?: Capability;
        json?: Capability;
        'json-schema'?: Capability;
        'developer-role'?: Capability;
        'max-completion-tokens'?: Capability;
        vision?: Capability;
        models?: Capability;
      };
      /**
       * How closely the model reported must match the model asked for.
       */
      modelEcho?: 'any' | 'snapshot' | 'exact';
      /**
       * A named set of departures that the target is known for.
       */
      dialect?: 'azure' | null;
      /**
       * Instead of the proxies of the environment.
       */
      proxy?: string | null;
      /**
       * PEM file with further certificate authorities, relative to this file.
       */
      caFile?: string | null;
      /**
       * Allows http: to other machines: the key then travels readable.
       */
      allowHttp?: boolean;
      /**
       * Milliseconds: until the connection stands, until the head, between two arrivals of the body, for one exchange, for the whole run.
       */
      timeouts?: {
        connect?: Milliseconds;
        firstByte?: Milliseconds;
        gap?: Milliseconds;
        exchange?: Milliseconds;
        run?: Milliseconds;
      };
      /**
       * Of one answer: bytes of its body, of its body once decompressed, of its head; number of events, and bytes of the greatest event.
       */
      limits?: {
        body?: number;
        decompressed?: number;
        head?: number;
        events?: number;
        event?: number;
      };
      /**
       * US dollars per million tokens.
       */
      price?: {
        input: number;
        output: number;
      } | null;
    };
  };
}
