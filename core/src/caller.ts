import { inspect } from 'node:util';

export type Permission = 'aiops:read' | 'aiops:analyze' | 'aiops:remediate' | 'aiops:admin';

/** On whose behalf a run works. Made by an authenticator from a verified token; bound to one workspace. */
export interface Caller {
  /** `service`: nobody; the service itself, which only reads. Absent for people; no authenticator makes another. */
  readonly kind?: 'service';
  readonly subject: string;
  readonly workspace: string;
  readonly organizations: readonly string[];
  /** Undefined where the token does not say: then the control plane alone decides. */
  readonly roles: readonly string[] | undefined;
  readonly permissions: readonly Permission[] | undefined;
  /** Undefined for those who embed the engine without a control plane. */
  readonly token: CallerToken | undefined;
  /** Of the request, where it is known: for the record of what was done. */
  readonly sourceAddress?: string;
}

/**
 * A token that lives in the request's context only. It must never be printed, stored, traced or sent to a model:
 * every usual way of turning an object into text gives `[redacted]`; `reveal` is for the Authorization header alone.
 */
export class CallerToken {
  readonly #value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;

  constructor(value: string, expiresAt: number) {
    this.#value = value;
    this.expiresAt = expiresAt;
  }

  reveal(): string {
    return this.#value;
  }

  isExpired(now: number): boolean {
    return now >= this.expiresAt;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
