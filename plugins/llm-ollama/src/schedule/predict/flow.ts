/** How much comes a second, by an exponentially weighted mean with the given half-life. */
export class Flow {
  readonly #halfLife: number;
  readonly #began: number;
  #sum = 0;
  #at: number;

  constructor(halfLife: number, now: number) {
    this.#halfLife = halfLife;
    this.#began = now;
    this.#at = now;
  }

  add(amount: number, now: number): void {
    this.#decay(now);
    this.#sum += amount;
  }

  perSecond(now: number): number {
    this.#decay(now);
    // Of the weight that an endless past would have, so much has passed.
    const seen = 1 - 2 ** (-Math.max(now - this.#began, this.#halfLife / 8) / this.#halfLife);
    return (this.#sum * Math.LN2 * 1000) / (this.#halfLife * seen);
  }

  #decay(now: number): void {
    if (now <= this.#at) return;
    this.#sum *= 2 ** (-(now - this.#at) / this.#halfLife);
    this.#at = now;
  }
}
