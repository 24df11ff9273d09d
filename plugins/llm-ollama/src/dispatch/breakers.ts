import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import { isFault, isNodeFault } from './fault.ts';

/** Failures in a row after which a node, or a model on it, gets nothing for a while. */
const failures = { node: 3, model: 2 } as const;
/** Milliseconds after which one call tries whether it is well again. */
const pause = { node: 10_000, model: 20_000 } as const;

/** Is told what becomes of a node, or, where `model` is given, of a model on it. */
export interface BreakerListener {
  /** It gets nothing for so many milliseconds, and then one call at a time until it is mended. */
  tripped(node: string, model: string | undefined, milliseconds: number): void;
  mended(node: string, model: string | undefined): void;
}

/** A call that has begun. It is well once `ended` resolves; a node that begins all and ends none is not. */
export interface Begun<T> {
  readonly value: T;
  readonly ended: Promise<void>;
}

/** One breaker for each node, and one for each model on it: a model that cannot be loaded says nothing of the others. */
export class Breakers {
  readonly #nodes = new Map<string, Map<string | undefined, CircuitBreakerPolicy>>();
  readonly #listener: BreakerListener;

  constructor(listener: BreakerListener) {
    this.#listener = listener;
  }

  /** Gives what has begun. Raises what kept it from that, and `BrokenCircuitError` without having tried, also beside a trial. */
  async run<T>(node: string, model: string, signal: AbortSignal, begin: () => Promise<Begun<T>>): Promise<T> {
    const ofNode = this.#of(node, undefined);
    const ofModel = this.#of(node, model);
    if (isOnTrial(ofNode) || isOnTrial(ofModel)) throw new BrokenCircuitError();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const whole = async () => {
      const { value, ended } = await begin().catch((error: unknown) => {
        throw signal.aborted ? new Abandoned(error) : error;
      });
      resolve(value);
      await ended;
    };
    // What ends badly after it has begun is told by the stream.
    ofNode
      .execute(() => ofModel.execute(whole))
      .catch((error: unknown) => reject(error instanceof Abandoned ? error.cause : error));
    return await promise;
  }

  /** The node is none of those to use any more. */
  forget(node: string): void {
    this.#nodes.delete(node);
  }

  static isOpen(error: unknown): boolean {
    return error instanceof BrokenCircuitError;
  }

  #of(node: string, model: string | undefined): CircuitBreakerPolicy {
    const policies = this.#nodes.get(node) ?? new Map<string | undefined, CircuitBreakerPolicy>();
    this.#nodes.set(node, policies);
    const policy = policies.get(model) ?? this.#policyOf(node, model);
    policies.set(model, policy);
    return policy;
  }

  #policyOf(node: string, model: string | undefined): CircuitBreakerPolicy {
    const kind = model === undefined ? 'node' : 'model';
    const isToBlame = model === undefined ? isNodeFault : isFault;
    const policy: CircuitBreakerPolicy = circuitBreaker(
      handleWhen((error) => isToBlame(error) || (isOnTrial(policy) && showsNothing(error))),
      { halfOpenAfter: pause[kind], breaker: new ConsecutiveBreaker(failures[kind]) },
    );
    policy.onBreak(() => this.#listener.tripped(node, model, pause[kind]));
    policy.onReset(() => this.#listener.mended(node, model));
    return policy;
  }
}

function isOnTrial({ state }: CircuitBreakerPolicy): boolean {
  return state === CircuitState.HalfOpen;
}

/** A trial that was cancelled, or that the breaker of its model has kept from the node, leaves the node as it was. */
function showsNothing(error: unknown): boolean {
  return error instanceof Abandoned || error instanceof BrokenCircuitError;
}

/** A call that nobody waited for any more when it failed. */
class Abandoned extends Error {
  constructor(cause: unknown) {
    super('the call was cancelled', { cause });
    this.name = 'Abandoned';
  }
}
