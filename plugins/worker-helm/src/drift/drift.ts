import { masked } from '@hexaops/core';
import { isObject, type Json, type JsonObject } from '../record/index.ts';
import { keysOfList } from './list-keys.ts';
import { isEmpty, isSameScalar } from './same-scalar.ts';

export interface DriftedField {
  readonly path: string;
  /** What the manifest says. */
  readonly wanted: Json;
  /** Null where the live object lacks it. */
  readonly live: Json;
}

/** Fields that the server sets or that mean nothing for a live object. */
const passedOver: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata.creationTimestamp',
  'metadata.name',
  'metadata.namespace',
  'status',
]);

/**
 * Where a live object is not what the manifest says, of the fields that the manifest sets: what the server has filled in,
 * and what others have added, is none of it. Quantities, empty values and the order of named lists mean what they mean to
 * Kubernetes.
 */
export function driftOf(manifest: JsonObject, live: JsonObject): readonly DriftedField[] {
  return compareMembers(manifest, live, '');
}

function compareMembers(wanted: JsonObject, live: JsonObject, path: string): readonly DriftedField[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const inner = path === '' ? memberOf(key).replace(/^\./, '') : `${path}${memberOf(key)}`;
    return passedOver.has(inner) ? [] : compare(value, live[key], inner);
  });
}

function compare(wanted: Json, live: Json | undefined, path: string): readonly DriftedField[] {
  // What is masked on its way here cannot be compared.
  if (live === masked) return [];
  if (live === undefined || live === null) return isEmpty(wanted) ? [] : [{ path, wanted, live: null }];
  if (Array.isArray(wanted)) return compareLists(wanted as readonly Json[], live, path);
  if (isObject(wanted)) {
    return isObject(live) ? compareMembers(wanted, live, path) : [{ path, wanted, live }];
  }
  if (isSameScalar(wanted, live, path) || (isEmpty(wanted) && (isEmpty(live) || path.endsWith('caBundle')))) return [];
  return [{ path, wanted, live }];
}

function compareLists(wanted: readonly Json[], live: Json, path: string): readonly DriftedField[] {
  if (!Array.isArray(live)) return [{ path, wanted, live }];
  const elements = live as readonly Json[];
  const keys = keysOfList(wanted);
  const liveKeys = keys === undefined ? undefined : keysOfList(elements);
  if (keys !== undefined && liveKeys !== undefined) {
    return wanted.flatMap((element, index) => {
      const key = keys[index] ?? '';
      return compare(element, elements[liveKeys.indexOf(key)], `${path}[${nameOfElement(element, key)}]`);
    });
  }
  if (wanted.length !== elements.length) return [{ path, wanted, live }];
  return wanted.flatMap((element, index) => compare(element, elements[index], `${path}[${index}]`));
}

function nameOfElement(element: Json, key: string): string {
  return isObject(element) && element['name'] === key ? `name=${key}` : key;
}

function memberOf(key: string): string {
  return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
