import { NotARecord } from './inflate.ts';
import type { Json, JsonObject } from './release.ts';

const deepest = 64;

/** Parsed JSON that code may walk by recursion. Raises `NotARecord`. A key `__proto__` is left out. */
export function parseBounded(text: string): Json {
  try {
    const keep = (key: string, value: unknown) => (key === '__proto__' ? undefined : value);
    return bounded(JSON.parse(text, keep), 0);
  } catch (cause) {
    if (cause instanceof NotARecord) throw cause;
    // A RangeError tells of nesting without end.
    throw new NotARecord(cause instanceof RangeError ? 'it is nested too deep' : 'it is not JSON', { cause });
  }
}

/** A value of unknown making as JSON; raises `NotARecord` for what is nested too deep, or is no JSON. */
export function bounded(value: unknown, depth = 0): Json {
  if (depth > deepest) throw new NotARecord('it is nested too deep');
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((element: unknown) => bounded(element, depth + 1));
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') throw new NotARecord(`it holds a ${typeof value}`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, bounded(member, depth + 1)]));
}

/** A text as it is, anything else as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
