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
  const formed = text.toWellFormed();
  return formed.includes('\0') ? formed.replaceAll('\0', '\u{fffd}') : formed;
}

/** Frozen to its depth. What is frozen already is taken to be so throughout. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}

/** In place, for nobody else has it: it was just parsed. */
function frozen(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = frozen(value[index], clean);
    return Object.freeze(value);
  }
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  // A property of that name is one of its own here, and would be the prototype if it were set.
  if (keys.some((key) => key === '__proto__' || clean(key) !== key)) {
    return Object.freeze(
      Object.fromEntries(Object.entries(fields).map(([key, item]) => [clean(key), frozen(item, clean)])),
    );
  }
  for (const key of keys) fields[key] = frozen(fields[key], clean);
  return Object.freeze(fields);
}
