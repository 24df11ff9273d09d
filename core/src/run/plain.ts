import { HexaopsError, messageOf } from '../errors.ts';

/** What each text goes through on its way into a copy. */
export type Clean = (text: string) => string;

/** Where there is nothing to take out. */
export const unchanged: Clean = (text) => text;

/**
 * A copy as JSON would give it back, shared with nobody and frozen: no function, no cycle, no NUL and no half of a surrogate
 * pair, which some stores refuse. Every text goes through `clean` on its way, names of properties too. Raises `tool-failed`
 * for what is no JSON.
 */
export function plainCopy<T>(value: T, clean: Clean = unchanged): T {
  try {
    const copy = clean === unchanged ? copied(value, 0) : written(value, clean);
    return copy === undefined ? value : (copy as T);
  } catch (cause) {
    throw new HexaopsError('tool-failed', `what was given cannot be written as JSON: ${messageOf(cause)}`, { cause });
  }
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

/** By JSON itself; undefined for what it leaves out. */
function written(value: unknown, clean: Clean): unknown {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return undefined;
  // Without a backslash every text stands in the whole as it is: what the whole has none of, no part has.
  if (!text.includes('\\') && !text.includes('__proto__') && clean(text) === text) return deepFreeze(JSON.parse(text));
  return frozen(JSON.parse(text), (each) => clean(storable(each)));
}

/** Deeper than this, JSON finds out whether a value ends. */
const deepest = 64;

/**
 * The same without the way through text, for what is plain already: it is most of what is copied, and costs a third so. All
 * else, and whatever has a form of its own in JSON, is left to JSON.
 */
function copied(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return storable(value);
    case 'boolean':
      return value;
    case 'number':
      // JSON has one zero.
      return Number.isFinite(value) ? value + 0 : null;
    case 'object':
      if (value === null) return null;
      if (depth > deepest) return written(value, unchanged);
      if (Object.getPrototypeOf(value) === Object.prototype)
        return copiedFields(value as Readonly<Record<string, unknown>>, depth);
      return Array.isArray(value) && !('toJSON' in value) ? copiedList(value, depth) : written(value, unchanged);
    default:
      return written(value, unchanged);
  }
}

function copiedList(list: readonly unknown[], depth: number): readonly unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < list.length; index++) copy.push(copied(list[index], depth + 1) ?? null);
  return Object.freeze(copy);
}

function copiedFields(fields: Readonly<Record<string, unknown>>, depth: number): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    // Set like another, the one would be the prototype; the other is a form of its own.
    if (key === '__proto__' || key === 'toJSON') return Object.freeze(written(fields, unchanged) as object);
    const item = copied(fields[key], depth + 1);
    if (item !== undefined) copy[storable(key)] = item;
  }
  return Object.freeze(copy);
}

/** In place, for nobody else has it: it was just parsed. */
function frozen(value: unknown, clean: Clean): unknown {
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
