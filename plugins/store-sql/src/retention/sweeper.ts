/** Between two sweeps. What has expired is never shown, so nothing depends on it but the room on the disk. */
const intervalMilliseconds = 600_000;

/** Sweeps now and then until it is disposed of; a sweep in progress then ends first. A failed one is left to the next. */
export class Sweeper implements AsyncDisposable {
  readonly #sweep: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(sweep: () => Promise<void>) {
    this.#sweep = sweep;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#current = this.#current.then(this.#sweep).catch(() => undefined);
    }, intervalMilliseconds).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#current;
  }
}
