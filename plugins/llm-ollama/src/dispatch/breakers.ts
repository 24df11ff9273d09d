import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  TaskCancelledError,
} from 'cockatiel';
import { isNodeFault } from './fault.ts';

/** Failures in a row after which a node, or a model on it, gets nothing for a while. */
const failures = { node: 3, model: 2 } as const;
/** Milliseconds after which one call tries whether it is well again. */
const pause = { node: 10_000, model: 20_000 } as const;

/** What is open is told with the milliseconds for which it stays so; `model` undefined: the whole node. */
export type Tripped = (node: string, model: string | undefined, milliseconds: number) => void;

/** One breaker for each node, and one for each model on it: a model that cannot be loaded says nothing of the others. */
export class Breakers {
  readonly #policies = new Map<string, CircuitBreakerPolicy>();
  readonly #tripped: Tripped;

  constructor(tripped: Tripped) {
    this.#tripped = tripped;
  }

  /** Raises what the work raises, and `BrokenCircuitError` without having begun it. */
  run<T>(node: string, model: string, work: () => Promise<T>): Promise<T> {
    return this.#of(node, undefined).execute(() => this.#of(node, model).execute(work));
  }

  static isOpen(error: unknown): boolean {
    return error instanceof BrokenCircuitError || error instanceof TaskCancelledError;
  }

  #of(node: string, model: string | undefined): CircuitBreakerPolicy {
    const key = JSON.stringify([node, model]);
    let policy = this.#policies.get(key);
    if (policy === undefined) {
      const kind = model === undefined ? 'node' : 'model';
      policy = circuitBreaker(handleWhen(isNodeFault), {
        halfOpenAfter: pause[kind],
        breaker: new ConsecutiveBreaker(failures[kind]),
      });
      policy.onBreak(() => this.#tripped(node, model, pause[kind]));
      this.#policies.set(key, policy);
    }
    return policy;
  }
}
