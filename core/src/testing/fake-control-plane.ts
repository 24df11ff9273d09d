import type { Caller } from '../caller.ts';
import type { HexaopsError } from '../errors.ts';
import type { ControlPlane, Operation } from '../extension/control-plane.ts';

export interface PerformedOperation extends Operation {
  readonly subject: string;
  readonly workspace: string;
  readonly idempotencyKey: string;
  readonly bearer: string | undefined;
}

/** A control plane in memory: remembers what it did, does each idempotency key once, and fails as it is told. */
export interface FakeControlPlane extends ControlPlane {
  readonly performed: readonly PerformedOperation[];
  /** The next operation raises this: before its effect, or after it, when the answer is lost. */
  failNext(error: HexaopsError, when?: 'before' | 'after'): void;
  /** Called with each operation that takes effect. */
  onPerform(effect: (operation: PerformedOperation) => void): void;
}

export function createFakeControlPlane(): FakeControlPlane {
  const performed: PerformedOperation[] = [];
  const failures: { readonly error: HexaopsError; readonly when: 'before' | 'after' }[] = [];
  let effect: (operation: PerformedOperation) => void = () => undefined;
  const carriedOut = (caller: Caller, operation: Operation, idempotencyKey: string) => {
    if (performed.some((earlier) => earlier.idempotencyKey === idempotencyKey)) return;
    const { subject, workspace, token } = caller;
    const done = { ...operation, subject, workspace, idempotencyKey, bearer: token?.reveal() };
    performed.push(done);
    effect(done);
  };
  return {
    id: 'fake',
    performed,
    failNext: (error, when = 'before') => void failures.push({ error, when }),
    onPerform: (listener) => (effect = listener),
    read: async () => ({}),
    kubernetes: async () => ({ status: 404, body: '{}', truncated: false }),
    async perform(caller, operation, { idempotencyKey }) {
      const failure = failures.shift();
      if (failure?.when === 'before') throw failure.error;
      carriedOut(caller, operation, idempotencyKey);
      if (failure !== undefined) throw failure.error;
      return { message: `${operation.operation} accepted`, body: {} };
    },
  };
}
