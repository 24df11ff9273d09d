import type { Call } from '../call.ts';

/** Milliseconds for which another node is looked for than those that have failed; then one of them is better than none. */
const elsewhereWithin = 2_000;

/** A call that waits for another node. */
export interface Return {
  readonly call: Call;
  readonly excluded: ReadonlySet<string>;
  readonly until: number;
}

/** Calls that a node gave back before their first token, and the nodes that each is not to be tried on again. */
export class Returned {
  readonly #calls = new Map<number, Return>();
  readonly #excluded = new Map<number, ReadonlySet<string>>();

  get size(): number {
    return this.#calls.size;
  }

  values(): Iterable<Return> {
    return this.#calls.values();
  }

  add(call: Call, node: string, now: number): void {
    const excluded = new Set([...(this.#excluded.get(call.id) ?? []), node]);
    this.#excluded.set(call.id, excluded);
    this.#calls.set(call.id, { call, excluded, until: now + elsewhereWithin });
  }

  /** It waits no more, but is remembered as long as it may come back. */
  take({ call }: Return): void {
    this.#calls.delete(call.id);
  }

  /** Whatever has become of it, it does not come back. */
  forget(id: number): void {
    this.#calls.delete(id);
    this.#excluded.delete(id);
  }

  /** When the next of them is given up looking elsewhere for. */
  next(): number {
    let next = Infinity;
    for (const { until } of this.#calls.values()) next = Math.min(next, until);
    return next;
  }
}
