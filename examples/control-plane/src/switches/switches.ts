import { setTimeout as delay } from 'node:timers/promises';

/** The parts of the control plane that a fault can be set for. */
export const parts = ['internal', 'jwks', 'proxy'] as const;
export type Part = (typeof parts)[number];

/** `destroy`: the connection is cut without an answer. `unavailable`: 503. */
export type DownMode = 'destroy' | 'unavailable';

/** `before`: nothing happens, 503. `after`: it happens, and the connection is cut before the answer. */
export type OperationFailure = 'before' | 'after';

export interface SwitchPositions {
  readonly down: DownMode | null;
  readonly downParts: readonly Part[];
  readonly slowMilliseconds: number;
  readonly slowParts: readonly Part[];
  /** The operations that fail next, in this order; each failure is used once. */
  readonly failNextOperations: readonly OperationFailure[];
  /** Internal tokens are refused with 401 although they are valid. */
  readonly rejectTokens: boolean;
  /** The JWKS is asked for and never answers. */
  readonly hangJwks: boolean;
}

export const usualPositions: SwitchPositions = {
  down: null,
  downParts: parts,
  slowMilliseconds: 0,
  slowParts: ['internal'],
  failNextOperations: [],
  rejectTokens: false,
  hangJwks: false,
};

/** Faults that tests and demonstrations bring about. They are no part of what a control plane is. */
export class Switches {
  #positions: SwitchPositions = usualPositions;
  #released = Promise.withResolvers<void>();

  get positions(): SwitchPositions {
    return this.#positions;
  }

  set(changes: Partial<SwitchPositions>): void {
    this.#positions = { ...this.#positions, ...changes };
    if (!this.#positions.hangJwks) {
      this.#released.resolve();
      this.#released = Promise.withResolvers<void>();
    }
  }

  reset(): void {
    this.set(usualPositions);
  }

  down(mode: DownMode = 'destroy', downParts: readonly Part[] = parts): void {
    this.set({ down: mode, downParts });
  }

  up(): void {
    this.set({ down: null });
  }

  slow(milliseconds: number, slowParts: readonly Part[] = ['internal']): void {
    this.set({ slowMilliseconds: milliseconds, slowParts });
  }

  failNextOperation(failure: OperationFailure): void {
    this.set({ failNextOperations: [...this.#positions.failNextOperations, failure] });
  }

  rejectTokens(isRejecting = true): void {
    this.set({ rejectTokens: isRejecting });
  }

  hangJwks(isHanging = true): void {
    this.set({ hangJwks: isHanging });
  }

  /** How this part is down now; null when it is not. */
  downModeOf(part: Part): DownMode | null {
    return this.#positions.downParts.includes(part) ? this.#positions.down : null;
  }

  async waitIfSlow(part: Part): Promise<void> {
    const { slowMilliseconds, slowParts } = this.#positions;
    if (slowMilliseconds > 0 && slowParts.includes(part)) await delay(slowMilliseconds, undefined, { ref: false });
  }

  /** Resolves when the JWKS may answer. */
  async waitWhileHanging(): Promise<void> {
    while (this.#positions.hangJwks) await this.#released.promise;
  }

  takeOperationFailure(): OperationFailure | undefined {
    const [next, ...rest] = this.#positions.failNextOperations;
    if (next !== undefined) this.set({ failNextOperations: rest });
    return next;
  }
}
