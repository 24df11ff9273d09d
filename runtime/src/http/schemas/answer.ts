import type { Schema } from '@hexaops/core';

/** What schemas of answers are put together from. */
export const text = { type: 'string' } as const;
export const time = { type: 'string', format: 'date-time' } as const;
export const list = <const S extends Schema>(items: S) => ({ type: 'array', items }) as const;
export const orNull = <const S extends Schema>(schema: S) => ({ anyOf: [schema, { type: 'null' }] }) as const;

/** A part of an event, as docs/events.schema.json has it. */
export const event = (name: string) => ({ $ref: `events.schema.json#/$defs/${name}` }) as const;

/** Everything but what is named is required: a client need not guess what its absence means. */
export function answer(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, required, properties };
}
