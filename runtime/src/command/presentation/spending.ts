import { measured, type RunEvent } from '@hexaops/core';

/** What a run took: time, tokens, money. */
export class Spending {
  #startedAt: number | undefined;
  #input = 0;
  #output = 0;
  /** Undefined where no call of a model has a price. */
  #cost: number | undefined;
  readonly #models = new Set<string>();

  take(event: RunEvent): void {
    if (event.type === 'run-started') this.#startedAt = Date.parse(event.time);
    if (event.type !== 'model-called') return;
    this.#input += event.inputTokens;
    this.#output += event.outputTokens;
    this.#models.add(event.model);
    if (event.cost !== undefined) this.#cost = (this.#cost ?? 0) + event.cost;
  }

  /** `took 2.4 s, 1200 tokens in and 40 out of house/words, cost 0.0031`. */
  text(end: string): string {
    const models = [...this.#models].join(', ');
    return [
      this.#startedAt === undefined ? [] : `took ${measured((Date.parse(end) - this.#startedAt) / 1000, 'seconds')}`,
      models === '' ? 'no model was asked' : `${this.#input} tokens in and ${this.#output} out of ${models}`,
      this.#cost === undefined ? [] : `cost ${this.#cost.toFixed(4)}`,
    ]
      .flat()
      .join(', ');
  }
}
