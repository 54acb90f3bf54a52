import type { HeaderPair, JsonObject } from '../vocabulary.ts';
import type { Block } from './reading.ts';

/** A finding about a page that reading alone gives. */
export interface PageFinding {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly verdict: 'contradicted' | 'unverified' | 'unknown';
  readonly why: string;
  readonly remedy: string;
}

/** The request that an example sends, as the page words it. */
export interface ExampleRequest {
  readonly method: string;
  /** The whole address where the page gives one; `null` where it stands in an earlier block. */
  readonly url: string | null;
  readonly headers: readonly HeaderPair[];
  /** The body as the page writes it; `null` where there is none. */
  readonly body: string | null;
  readonly json: JsonObject | null;
}

/** A block that calls the endpoint. */
export interface Example {
  readonly block: Block;
  /** `curl` is sent by us; `code` runs only where that is allowed. */
  readonly kind: 'curl' | 'code';
  readonly language: string;
  /** What it sends, where that is written out whole; `null` where only a run would tell. */
  readonly request: ExampleRequest | null;
  /** Whether it asks for a stream. */
  readonly streams: boolean;
  /** The program with the earlier blocks that it leans on; empty for curl. */
  readonly program: string;
  readonly findings: readonly PageFinding[];
}

/** What a block of a page is. */
export type BlockKind =
  | { readonly kind: 'example'; readonly example: Example }
  | { readonly kind: 'route' }
  | { readonly kind: 'shape'; readonly form: 'completion' | 'stream' | 'error' }
  | { readonly kind: 'request'; readonly findings: readonly PageFinding[] }
  | { readonly kind: 'setup' }
  | { readonly kind: 'unknown'; readonly why: string };
