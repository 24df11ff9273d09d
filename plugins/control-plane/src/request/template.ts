import { HexaopsError } from '@hexaops/core';

/**
 * What the places of a template stand for. A place is `{name}`; `{first|second}` takes the first that is there;
 * `{name?}` may be missing: then a body goes without that member.
 */
export type Values = ReadonlyMap<string, unknown>;

const place = /\{([^{}]+)\}/g;
const wholePlace = /^\{([^{}]+)\}$/;

/** A segment that cannot climb, end the path or begin a query, under any reading of percent signs. */
const safeSegment = /^[A-Za-z0-9](?:[A-Za-z0-9._:@~-]{0,251}[A-Za-z0-9])?$/;

/** Every place becomes one percent-encoded segment. Raises `arguments-invalid`. */
export function fillPath(template: string, values: Values): string {
  return template.replace(place, (_, text: string) => {
    const { names } = readPlace(text);
    return segment(names[0] ?? text, valueOf(names, values));
  });
}

/** One segment of a path. Raises `arguments-invalid` for what is not a plain name. */
export function segment(name: string, value: unknown): string {
  if (typeof value !== 'string' || !safeSegment.test(value) || value.includes('..')) {
    throw new HexaopsError('arguments-invalid', `"${name}" is missing, or is not a name that can stand in a path`, {
      nextStep: 'use letters, digits, and - _ . : @ ~ between them, at most 253',
    });
  }
  return encodeURIComponent(value);
}

/** A text that is one place becomes the value, of whatever type; any other text stays. Raises `arguments-invalid`. */
export function fillBody(template: unknown, values: Values): unknown {
  if (Array.isArray(template)) return template.map((item: unknown) => fillBody(item, values));
  if (typeof template === 'object' && template !== null) {
    const filled = Object.entries(template).map(([key, item]) => [key, fillBody(item, values)] as const);
    return Object.fromEntries(filled.filter(([, item]) => item !== undefined));
  }
  const text = typeof template === 'string' ? wholePlace.exec(template)?.[1] : undefined;
  if (text === undefined) return template;
  const { names, isOptional } = readPlace(text);
  const value = valueOf(names, values);
  if (value !== undefined || isOptional) return value;
  throw new HexaopsError('arguments-invalid', `the parameter "${names[0]}" is missing`, {
    nextStep: 'give it a value',
  });
}

/** Every name that a place of the template may take. */
export function namesIn(template: unknown): ReadonlySet<string> {
  const text = JSON.stringify(template);
  return new Set([...text.matchAll(place)].flatMap(([, inside = '']) => readPlace(inside).names));
}

function readPlace(text: string): { readonly names: readonly string[]; readonly isOptional: boolean } {
  const isOptional = text.endsWith('?');
  return { names: (isOptional ? text.slice(0, -1) : text).split('|'), isOptional };
}

function valueOf(names: readonly string[], values: Values): unknown {
  return names.map((name) => values.get(name)).find((value) => value !== undefined);
}
