import type { Schema } from '@hexaops/core';

/** What is not as it should be: where, what, and what to write instead. */
export interface Remark {
  /** `wrong` fails the check; `advice` is for the author to weigh. */
  readonly weight: 'wrong' | 'advice';
  /** A file, with what in it: `package.json "files"`; or a part of the plugin: `tool list-pods`. */
  readonly where: string;
  readonly what: string;
  readonly instead: string;
}

export function wrong(where: string, what: string, instead: string): Remark {
  return { weight: 'wrong', where, what, instead };
}

export function advice(where: string, what: string, instead: string): Remark {
  return { weight: 'advice', where, what, instead };
}

/** The properties that a schema of an object names. */
export function propertiesOf(
  schema: Schema,
): readonly (readonly [name: string, schema: Readonly<Record<string, unknown>>])[] {
  const properties = (schema as { readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>> })
    .properties;
  return Object.entries(properties ?? {});
}

export function countWords(text: unknown): number {
  return typeof text === 'string' ? text.split(/\s+/).filter((word) => word !== '').length : 0;
}
