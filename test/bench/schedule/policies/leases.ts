/** The slots of all nodes, counted where all replicas count them, and who of them has the most urgent call for each model. */
export class Leases {
  readonly #slots: number;
  readonly #taken = new Map<string, number>();
  readonly #draining = new Map<string, () => void>();
  readonly #wanted = new Map<number, Map<number, number>>();

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** How urgent the next call of each model is that waits at a replica. */
  want(replica: number, urgencies: ReadonlyMap<string, number>): void {
    for (const wanted of this.#wanted.values()) wanted.delete(replica);
    for (const [model, urgency] of urgencies) {
      const wanted = this.#wanted.get(Number(model));
      if (wanted === undefined) this.#wanted.set(Number(model), new Map([[replica, urgency]]));
      else wanted.set(replica, urgency);
    }
  }

  take(node: number, model: number, urgency: number): boolean {
    const key = `${node}/${model}`;
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= this.#slots || this.#draining.has(key)) return false;
    for (const other of this.#wanted.get(model)?.values() ?? []) if (other < urgency) return false;
    this.#taken.set(key, taken + 1);
    return true;
  }

  release(node: number, model: number): void {
    const key = `${node}/${model}`;
    this.#taken.set(key, (this.#taken.get(key) ?? 1) - 1);
    this.#check(key);
  }

  /** None is given from now on; `then` when the last is back. */
  drain(node: number, model: number, then: () => void): void {
    this.#draining.set(`${node}/${model}`, then);
    this.#check(`${node}/${model}`);
  }

  /** The model is there again. */
  open(node: number, model: number): void {
    this.#draining.delete(`${node}/${model}`);
  }

  #check(key: string): void {
    const then = this.#draining.get(key);
    if (then === undefined || (this.#taken.get(key) ?? 0) > 0) return;
    this.#draining.set(key, () => undefined);
    then();
  }
}
