const marker = Symbol.for('hexaops.error');

/**
 * Every code that this package and the plugins of the project raise. Closed: callers may switch over it. `docs/errors.md`
 * explains each.
 */
export type ErrorCode =
  | 'approval-expired'
  | 'approval-mismatch'
  | 'approval-not-allowed'
  | 'approval-not-found'
  | 'arguments-invalid'
  | 'audit-full'
  | 'audit-refused'
  | 'audit-unavailable'
  | 'budget-exceeded'
  | 'bundle-invalid'
  | 'cancelled'
  | 'cluster-unavailable'
  | 'config-invalid'
  | 'conflict'
  | 'control-plane-refuses-token'
  | 'control-plane-unavailable'
  | 'deadline-exceeded'
  | 'denied'
  | 'forbidden'
  | 'input-invalid'
  | 'input-too-large'
  | 'internal'
  | 'media-type-not-supported'
  | 'method-not-allowed'
  | 'model-input-too-large'
  | 'model-not-allowed'
  | 'model-output-invalid'
  | 'model-unavailable'
  | 'namespace-not-allowed'
  | 'not-found'
  | 'not-implemented'
  | 'operation-failed'
  | 'operation-outcome-unknown'
  | 'overloaded'
  | 'plan-invalid'
  | 'plugin-duplicate'
  | 'plugin-incompatible'
  | 'plugin-invalid'
  | 'plugin-start-failed'
  | 'rate-limited'
  | 'read-only'
  | 'reauthentication-required'
  | 'result-too-large'
  | 'rules-invalid'
  | 'shutting-down'
  | 'source-unavailable'
  | 'store-unavailable'
  | 'target-not-allowed'
  | 'token-expired'
  | 'token-invalid'
  | 'tool-failed'
  | 'tool-unknown';

export interface ErrorDetails {
  readonly cause?: unknown;
  /** What the reader can do about it, one sentence. */
  readonly nextStep?: string;
  /** Facts for programs: names, positions, limits. Never a token, a key or the content of evidence. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The one error class of the project. Match on `code`; the message is for people and may change. */
export class HexaopsError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly nextStep: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, { cause, nextStep, details }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HexaopsError';
    this.code = code;
    this.nextStep = nextStep;
    this.details = details;
  }

  /** Holds across two copies of this package in one process, where `instanceof` does not. */
  static is(value: unknown, code?: ErrorCode): value is HexaopsError {
    return (
      typeof value === 'object' &&
      value !== null &&
      marker in value &&
      (code === undefined || (value as HexaopsError).code === code)
    );
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `name` is none of `known`: an error that lists them, the nearest spelling first. */
export function unknownName(code: ErrorCode, what: string, name: string, known: readonly string[]): HexaopsError {
  const nearest = [...known].sort((a, b) => distance(a, name) - distance(b, name) || a.localeCompare(b));
  return new HexaopsError(code, `unknown ${what} "${name}"`, {
    nextStep: nearest.length === 0 ? `no ${what} is known here` : `use one of: ${nearest.slice(0, 12).join(', ')}`,
    details: { name, known: nearest },
  });
}

/** Levenshtein distance. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
