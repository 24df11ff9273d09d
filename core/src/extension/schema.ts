import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

/** A JSON Schema. Bounded lightly: bounding a generic by `JSONSchema` itself costs the compiler half a minute. */
export type Schema = Readonly<Record<string, unknown>>;

/** The type of the values that a literal schema admits. */
export type Infer<S> = S extends JSONSchema ? FromSchema<S> : never;
