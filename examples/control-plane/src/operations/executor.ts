import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { canonicalText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { KubernetesError } from '../kubernetes/status.ts';
import { Problem } from '../problem.ts';
import type { Switches } from '../switches/switches.ts';
import type { ExecutedOperation } from './log.ts';

export interface OperationRequest {
  readonly user: string;
  readonly workspace: string;
  readonly operation: string;
  readonly parameters: JsonObject;
  readonly idempotencyKey: string | undefined;
  readonly bearerHash: string;
}

export interface OperationAnswer {
  readonly body: JsonObject;
  /** True when an earlier request with the same key was carried out, and this is its answer again. */
  readonly isReplayed: boolean;
}

/** The operation was carried out, and its answer must not reach the caller: the connection has to be cut. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

interface Remembered {
  readonly fingerprint: string;
  readonly body: Promise<JsonObject>;
}

/**
 * Carries operations out, each idempotency key at most once for a user, a workspace and an operation. Whoever comes with
 * the same key while the first is under way waits for it and gets its answer. A refusal is not remembered, for nothing
 * happened; an unknown outcome is, for it must not happen twice. Permissions are checked before, replays included.
 */
export class OperationExecutor {
  readonly #log: ExecutedOperation[];
  readonly #switches: Switches;
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor(log: ExecutedOperation[], switches: Switches, clock: Clock) {
    this.#log = log;
    this.#switches = switches;
    this.#clock = clock;
  }

  async execute(request: OperationRequest, effect: () => Promise<JsonObject>): Promise<OperationAnswer> {
    const { user, workspace, operation, parameters, idempotencyKey } = request;
    const key = JSON.stringify([user, workspace, operation, idempotencyKey]);
    const fingerprint = createHash('sha256').update(canonicalText(parameters)).digest('hex');
    const earlier = idempotencyKey === undefined ? undefined : this.#remembered.get(key);
    if (earlier !== undefined) {
      if (earlier.fingerprint === fingerprint) return { body: await earlier.body, isReplayed: true };
      throw new Problem(422, 'this Idempotency-Key was used with other parameters: take a new one');
    }
    const failure = this.#switches.takeOperationFailure();
    if (failure === 'before') throw new Problem(503, 'the control plane failed before it did anything');
    const body = this.#perform(request, effect);
    // Nothing is awaited between the look-up and here: of concurrent requests with one key exactly one gets this far.
    if (idempotencyKey !== undefined) this.#remember(key, { fingerprint, body });
    const done = await body;
    if (failure === 'after') throw new LostAnswer('the operation was carried out and its answer is lost');
    return { body: done, isReplayed: false };
  }

  #remember(key: string, remembered: Remembered): void {
    this.#remembered.set(key, remembered);
    remembered.body.catch((error: unknown) => {
      if (error instanceof Problem && error.status < 500) this.#remembered.delete(key);
    });
  }

  async #perform(request: OperationRequest, effect: () => Promise<JsonObject>): Promise<JsonObject> {
    try {
      const body = await effect();
      this.#record(request, 'executed');
      return body;
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      if (error.code >= 500) this.#record(request, 'unknown');
      throw new Problem(error.code >= 500 ? 502 : error.code, error.message, { cause: error });
    }
  }

  #record(request: OperationRequest, outcome: ExecutedOperation['outcome']): void {
    this.#log.push({
      sequence: this.#log.length + 1,
      at: new Date(this.#clock.now()).toISOString(),
      user: request.user,
      workspace: request.workspace,
      operation: request.operation,
      parameters: request.parameters,
      idempotencyKey: request.idempotencyKey ?? null,
      bearerHash: request.bearerHash,
      outcome,
    });
  }
}
