import { once } from 'node:events';
import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { passedOnHeaders } from '../exchange/headers.ts';
import type { Watcher } from '../exchange/send.ts';
import type { Exchange, HeaderPair } from '../vocabulary.ts';

/** Bytes that are given to a client at once when the whole answer is there. */
const PART = 64 * 1024;
/** Bytes of what was passed on in which the end of a stream is looked for. */
const TAIL = 64;

/**
 * Passes one answer on to a client while it comes. What a slow client has not taken stays in the
 * recording, which is bounded, so that nothing is held twice.
 */
export class PassOn implements Watcher {
  readonly #response: ServerResponse;
  /** Milliseconds for which a client may take nothing at all. */
  readonly #patience: number;
  #passed = 0;
  /** The last bytes that were passed on, as text. */
  #tail = '';
  #next: (() => Uint8Array) | null = null;

  constructor(response: ServerResponse, patience: number) {
    this.#response = response;
    this.#patience = patience;
    response.on('drain', () => this.#pump());
    // A client that goes away is no fault of anybody here.
    response.on('error', () => {});
  }

  /**
   * Calls back where the client leaves before the answer has ended. After `[DONE]` there is nothing
   * left to break off: SDKs leave there, and what a server sends after it is just what must be seen.
   */
  onAbandoned(listener: () => void): void {
    const response = this.#response;
    const leave = () => {
      if (!response.writableFinished && !/^data: ?\[DONE\]\s*$/m.test(this.#tail)) listener();
    };
    if (response.destroyed) leave();
    else response.once('close', leave);
  }

  readonly head = (status: number, headers: readonly HeaderPair[]): void => {
    const response = this.#response;
    response.statusCode = status;
    for (const [name, value] of passedOnHeaders(headers)) {
      if (isSendable(name, value)) response.appendHeader(name, value);
    }
    response.flushHeaders();
  };

  readonly grown = (next: () => Uint8Array): void => {
    this.#next = next;
    this.#pump();
  };

  /** Passes on the rest, and breaks off where the answer broke off. */
  async finish({ body, ending }: Exchange): Promise<void> {
    this.#next = null;
    const response = this.#response;
    while (this.#passed < body.length && (await this.#isReady())) {
      this.#write(body.subarray(this.#passed, this.#passed + PART));
    }
    if (ending === 'complete') response.end();
    else if (await this.#isReady()) response.destroy();
  }

  #pump(): void {
    while (this.#next !== null && !this.#response.writableNeedDrain) {
      const piece = this.#next();
      if (piece.length === 0) return;
      this.#write(piece);
    }
  }

  #write(piece: Uint8Array): void {
    this.#passed += piece.length;
    const end = Buffer.from(piece.subarray(-TAIL)).toString('latin1');
    this.#tail = `${this.#tail}${end}`.slice(-TAIL);
    if (!this.#response.destroyed) this.#response.write(piece);
  }

  /** Waits until the client takes more; false where it is gone, or takes nothing for too long. */
  async #isReady(): Promise<boolean> {
    const response = this.#response;
    if (response.writableNeedDrain && !response.destroyed) {
      const late = AbortSignal.timeout(this.#patience);
      const over = new AbortController();
      const signal = AbortSignal.any([late, over.signal]);
      await Promise.race([
        once(response, 'drain', { signal }),
        once(response, 'close', { signal }),
      ]).catch(() => response.destroy());
      over.abort();
    }
    return !response.destroyed;
  }
}

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
