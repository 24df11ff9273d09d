/** Calls that may be tried on another node: some at first, then one in ten, so that nodes that all fail are not asked twice as much. */
export class RetryBudget {
  readonly #most: number;
  readonly #perCall: number;
  #left: number;

  constructor(most = 10, perCall = 0.1) {
    this.#most = most;
    this.#perCall = perCall;
    this.#left = most;
  }

  called(): void {
    this.#left = Math.min(this.#most, this.#left + this.#perCall);
  }

  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
