import { Semaphore } from 'redis-semaphore';

/**
 * A place in a semaphore. It is told to Redis again and again that it is held; while Redis cannot be told it is held all the
 * same, and a Redis that has forgotten it is asked for one anew. The library's own timer raises what Redis raises where nobody
 * catches it, which would end the process.
 */
export class SlotLease extends Semaphore {
  #isReleased = false;

  /** From here on it is asked for no more: what was taken again behind this would be freed by nobody. */
  override async release(): Promise<void> {
    this.#isReleased = true;
    await super.release();
  }

  protected override async _refresh(): Promise<boolean> {
    try {
      return (await super._refresh()) || (!this.#isReleased && this._acquired && (await this._acquire()));
    } catch {
      return true;
    }
  }
}
