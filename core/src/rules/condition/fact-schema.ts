import type { Schema } from '../../extension/schema.ts';
import type { Stage } from '../actions/action.ts';
import type { Path } from './path.ts';

/** For each stage, a JSON Schema of its facts. An object that lists `properties` has no others, unless it says so. */
export type FactSchemas = Readonly<Partial<Record<Stage, Schema>>>;

/** What a schema says of a path: nothing, the schema of its values, or that there is no such name. */
export type Lookup =
  | { readonly kind: 'dynamic' }
  | { readonly kind: 'known'; readonly schema: Schema }
  | { readonly kind: 'wrong'; readonly name: string; readonly known: readonly string[] };

const dynamic: Lookup = { kind: 'dynamic' };

export function lookUp(schema: Schema, path: Path): Lookup {
  let current: Lookup = { kind: 'known', schema };
  for (const name of path) {
    if (current.kind !== 'known') return current;
    current = member(current.schema, name);
  }
  return current;
}

/** The schema of a list's elements. */
export function elementsOf(schema: Schema): Schema | undefined {
  return asSchema(schema['items']);
}

export function member(schema: Schema, name: string): Lookup {
  const types = typesOf(schema);
  if (types.includes('array')) return known(elementsOf(schema));
  if (types.length > 0 && !types.includes('object')) return { kind: 'wrong', name, known: [] };
  const properties = asSchema(schema['properties']);
  const additional = schema['additionalProperties'];
  if (properties === undefined)
    return additional === false ? { kind: 'wrong', name, known: [] } : known(asSchema(additional));
  if (Object.hasOwn(properties, name)) return known(asSchema(properties[name]));
  if (additional === undefined || additional === false) return { kind: 'wrong', name, known: Object.keys(properties) };
  return known(asSchema(additional));
}

/** The JSON types that values may have; empty where the schema does not say. `null` is left out. */
export function typesOf(schema: Schema): readonly string[] {
  const type = schema['type'];
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : [];
  return types.filter((name) => name !== 'null');
}

/** The only values that there are, where the schema lists them. */
export function valuesOf(schema: Schema): readonly unknown[] | undefined {
  const values = schema['enum'];
  if (Array.isArray(values)) return values;
  return 'const' in schema ? [schema['const']] : undefined;
}

function known(schema: Schema | undefined): Lookup {
  return schema === undefined || ['$ref', 'anyOf', 'oneOf', 'allOf'].some((key) => key in schema)
    ? dynamic
    : { kind: 'known', schema };
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}
