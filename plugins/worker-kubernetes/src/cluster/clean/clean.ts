import { maskCommandLine, maskValue } from '@hexaops/core';
import type { Kind, ObjectsByKind } from '../kinds.ts';
import type { Resource } from '../resources.ts';
import { shapeOf } from './shapes.ts';

type Fields = Record<string, unknown>;

/** Deeper values are cut off; no real object comes near. */
const deepest = 64;
/** Characters of one text; longer ones are cut. */
const longestText = 32_768;
/** It repeats the whole object, with the values that were masked in it. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Makes a parsed object one of `resource`'s kind, in place, or gives undefined when it is not: nothing of it can be
 * used. Afterwards nulls are gone, fields that are lists, texts and maps are so, secrets are masked, the values of
 * Secrets and ConfigMaps are dropped, and kind, name and namespace (of `namespace` where the object does not say) stand.
 */
export function cleanObject<K extends Kind>(
  value: unknown,
  resource: Resource & { readonly kind: K },
  namespace?: string,
): ObjectsByKind[K] | undefined {
  if (!isFields(value)) return undefined;
  if (value['kind'] !== undefined && value['kind'] !== null && value['kind'] !== resource.kind) return undefined;
  const keys = resource.kind === 'Secret' || resource.kind === 'ConfigMap' ? takeDataKeys(value) : undefined;
  cleanFields(value, 0);
  const metadata = value['metadata'];
  if (!isFields(metadata) || typeof metadata['name'] !== 'string' || metadata['name'] === '') return undefined;
  value['kind'] = resource.kind;
  if (resource.namespaced && typeof metadata['namespace'] !== 'string') metadata['namespace'] = namespace ?? 'default';
  if (keys !== undefined) {
    value['dataKeys'] = keys;
    if (resource.kind === 'Secret') delete metadata['annotations'];
  }
  return value as unknown as ObjectsByKind[K];
}

function takeDataKeys(object: Fields): string[] {
  const keys = new Set<string>();
  for (const field of ['data', 'stringData', 'binaryData']) {
    const data = object[field];
    if (isFields(data)) for (const key of Object.keys(data)) keys.add(key);
    delete object[field];
  }
  return [...keys].sort();
}

function cleanFields(object: Fields, depth: number): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const cleaned = cleanField(key, value, depth);
    if (cleaned === value) continue;
    if (key === '__proto__') delete object[key];
    else object[key] = cleaned;
  }
  const { name, value } = object;
  if (typeof name === 'string' && typeof value === 'string') object['value'] = maskValue(name, value);
}

function cleanField(key: string, value: unknown, depth: number): unknown {
  switch (shapeOf(key)) {
    case 'drop':
      return undefined;
    case 'string':
      return typeof value === 'string' ? cut(value) : undefined;
    case 'objects':
      return Array.isArray(value)
        ? cleanArray(value.every(isFields) ? value : value.filter(isFields), depth)
        : undefined;
    case 'object':
      return isFields(value) ? cleanValue(value, depth) : undefined;
    case 'strings': {
      if (!Array.isArray(value)) return undefined;
      const words = value.filter((word) => typeof word === 'string').map(cut);
      return key === 'args' || key === 'command' ? maskCommandLine(words) : words;
    }
    case 'string-map':
      return isFields(value) ? cleanTexts(value) : undefined;
    default:
      return cleanValue(value, depth);
  }
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object') return value;
  if (value === null || depth >= deepest) return undefined;
  if (Array.isArray(value)) return cleanArray(value, depth);
  cleanFields(value as Fields, depth + 1);
  return value;
}

/** In place, but for what falls out: clusters are large. */
function cleanArray(values: unknown[], depth: number): unknown[] {
  let isWhole = true;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const cleaned = cleanValue(value, depth + 1);
    if (cleaned !== value) values[index] = cleaned;
    if (cleaned === undefined) isWhole = false;
  }
  return isWhole ? values : values.filter((value) => value !== undefined);
}

function cleanTexts(texts: Fields): Fields {
  for (const key of Object.keys(texts)) {
    const value = texts[key];
    if (key === lastApplied || key === '__proto__') delete texts[key];
    else if (typeof value === 'string') texts[key] = cut(value);
    else if (typeof value === 'number' || typeof value === 'boolean') texts[key] = String(value);
    else delete texts[key];
  }
  return texts;
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
