/** A mean that forgets: each new value counts for `share` of it. */
export class Average {
  value: number;
  readonly #share: number;
  #seen = 0;

  constructor(start: number, share = 0.1) {
    this.value = start;
    this.#share = share;
  }

  /** The first values count for more, so that what was guessed at the start is soon forgotten. */
  add(value: number): void {
    this.#seen += 1;
    this.value += (value - this.value) * Math.max(this.#share, 1 / (this.#seen + 1));
  }
}
