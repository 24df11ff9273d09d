import { HexaopsError, messageOf } from '../errors.ts';

/**
 * A copy as JSON would give it back, shared with nobody and frozen: no function, no cycle, no NUL and no half of a surrogate
 * pair, which some stores refuse. Every text goes through `clean` on its way, names of properties too. Raises `tool-failed`
 * for what is no JSON.
 */
export function plainCopy<T>(value: T, clean: (text: string) => string = (text) => text): T {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new HexaopsError('tool-failed', `what was given cannot be written as JSON: ${messageOf(cause)}`, { cause });
  }
  return text === undefined ? value : (frozen(JSON.parse(text), (each) => clean(storable(each))) as T);
}

/** Text that every store keeps as it is. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}');
}

/** Frozen to its depth. What is frozen already is taken to be so throughout. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}

function frozen(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown) => frozen(item, clean)));
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), frozen(item, clean)])),
  );
}
