/* Generated from schemas/files/exchange.schema.json by `npm run generate`: change the schema, not this. */

/**
 * @minItems 2
 * @maxItems 2
 */
export type Header = string[];
export type Headers = Header[];
export type Failure = {
  kind:
    | 'connect'
    | 'dns'
    | 'tls'
    | 'timeout'
    | 'reset'
    | 'protocol'
    | 'too-large'
    | 'refused'
    | 'budget'
    | 'not-possible'
    | 'unsent'
    | 'interrupted';
  message: string;
} | null;

/**
 * A request and exactly what came back, without secrets; the raw body lies beside it.
 */
export interface ExchangeFile {
  format: 'chatspec-exchange/1';
  /**
   * The probe, its step and its round: stream-usage, tools-loop.2, text-plain@3.
   */
  source: string;
  evidence: 'live' | 'recorded' | 'synthetic';
  /**
   * When the answer came, UTC.
   */
  recorded: string | null;
  target: string | null;
  /**
   * Product and version of the server, where known.
   */
  server: string | null;
  /**
   * What recorded it, with its version.
   */
  tool: string | null;
  request: {
    method: string;
    url: string;
    headers: Headers;
    /**
     * The body where it is JSON.
     */
    json: {
      [k: string]: unknown;
    };
    /**
     * The body where it is not JSON.
     */
    text: string | null;
  } | null;
  status: number | null;
  /**
   * Raw header pairs by allow-list, case and order kept.
   */
  headers: Header[] | null;
  /**
   * The raw body beside this file; null where no byte came.
   */
  body: {
    file: string;
    bytes: number;
    sha256: string;
    /**
     * text: a recorder decoded the body, so it proves nothing about UTF-8.
     */
    fidelity: 'bytes' | 'text';
  } | null;
  /**
   * Arrivals of body bytes: milliseconds since the request was sent, number of bytes.
   */
  frames: number[][] | null;
  ending: 'complete' | 'aborted' | 'error' | 'capped' | null;
  failure: Failure;
  headMs: number | null;
  endMs: number | null;
  attempts: {
    started: string;
    status: number | null;
    failure: Failure;
    /**
     * Milliseconds waited before the next attempt.
     */
    waited: number | null;
  }[];
}
