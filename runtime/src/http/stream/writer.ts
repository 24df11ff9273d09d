import type { ServerResponse } from 'node:http';

/**
 * Writes to one reader without ever holding more than the connection's buffer and one frame for it: where the buffer is full
 * it waits, and where the reader leaves it full for too long it gives up.
 */
export class StreamWriter {
  readonly #response: ServerResponse;
  readonly #stallMilliseconds: number;

  constructor(response: ServerResponse, stallMilliseconds: number) {
    this.#response = response;
    this.#stallMilliseconds = stallMilliseconds;
    // A connection that breaks while it is written to has told so by `close` already.
    response.on('error', () => undefined);
  }

  /** Writes a frame and waits until the reader has made room. `stalled` and `closed` say that nobody reads any more. */
  async write(frame: string | Buffer, signal: AbortSignal): Promise<'written' | 'stalled' | 'closed'> {
    if (signal.aborted || this.#response.destroyed) return 'closed';
    return this.#response.write(frame) ? 'written' : this.#untilRoom(signal);
  }

  /** Writes a frame that may be left out, where there is room for it. */
  offer(frame: string): void {
    if (!this.#response.writableNeedDrain && !this.#response.writableEnded && !this.#response.destroyed) {
      this.#response.write(frame);
    }
  }

  /** Ends the answer with a last frame; a reader that does not take it loses the connection. */
  end(frame: string): void {
    if (this.#response.destroyed) return;
    const timer = setTimeout(() => this.#response.destroy(), lingerMilliseconds).unref();
    this.#response.once('close', () => clearTimeout(timer));
    this.#response.end(frame);
  }

  #untilRoom(signal: AbortSignal): Promise<'written' | 'stalled' | 'closed'> {
    const { promise, resolve } = Promise.withResolvers<'written' | 'stalled' | 'closed'>();
    const response = this.#response;
    const onDrain = () => resolve('written');
    const onClose = () => resolve('closed');
    const timer = setTimeout(resolve, this.#stallMilliseconds, 'stalled' as const);
    response.once('drain', onDrain);
    response.once('close', onClose);
    signal.addEventListener('abort', onClose, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      response.off('close', onClose);
      signal.removeEventListener('abort', onClose);
    });
  }
}

/** How long a reader that has stopped reading is given to take the end of its stream. */
const lingerMilliseconds = 1_000;
