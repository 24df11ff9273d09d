/** What every value is called that there was no more room for, or that is a tenant's. */
export const other = 'other';

/**
 * A label whose values come from elsewhere, such as names of models, workers and rules: the first so many are kept, and
 * all others are one. So no label grows without a bound, whatever anybody writes.
 */
export class BoundedLabel {
  readonly #most: number;
  readonly #known = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  of(value: string): string {
    const short = value.slice(0, 100);
    if (this.#known.has(short)) return short;
    if (this.#known.size >= this.#most) return other;
    this.#known.add(short);
    return short;
  }
}
