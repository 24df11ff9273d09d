import { isObject, type Json, type JsonObject } from '../record/index.ts';
import { merge } from './effective-values.ts';

/** The value at `image.tag`; undefined where there is none. */
export function valueAt(values: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      values,
    );
}

/** The values with others by path over them, as Helm sets them. */
export function withValues(values: JsonObject, changed: Readonly<Record<string, Json>>): JsonObject {
  return Object.entries(changed).reduce((under, [path, value]) => {
    const over = path.split('.').reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
    return isObject(over) ? merge(under, over) : under;
  }, values);
}
