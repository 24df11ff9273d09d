/** Stands for a field that the fact does not have. */
export class Unknown {
  readonly field: string;
  constructor(field: string) {
    this.field = field;
  }
}

/** Stands for the result of an operation that has no meaning for its operands. */
export class Failure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export class Timestamp {
  /** Since the Unix epoch. */
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export class Duration {
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isAbsent(value: unknown): value is Unknown | Failure {
  return value instanceof Unknown || value instanceof Failure;
}

/** A map of CEL, an object of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Timestamp) &&
    !(value instanceof Duration) &&
    !isAbsent(value)
  );
}

/** The type of a value in the words of CEL. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Duration) return 'duration';
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    default:
      return 'map';
  }
}

/** An own property of an object, an element of a list; undefined where there is none. Never an inherited property. */
export function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^(?:0|[1-9][0-9]{0,8})$/.test(key) ? usable(value[Number(key)]) : undefined;
  return isObject(value) ? ownProperty(value, key) : undefined;
}

export function ownProperty(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? usable(object[key]) : undefined;
}

/** JSON has no functions and no symbols: they count as missing. */
function usable(value: unknown): unknown {
  return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
}
