import type { ManifestObject } from '../manifest/index.ts';
import { isObject, type Json } from '../record/index.ts';

/** Names of ConfigMaps, Secrets, claims and service accounts that the pods of an object use. */
export function referencesOf(object: ManifestObject): ReadonlySet<string> {
  const found = new Set<string>();
  collect(object.object, found);
  return found;
}

const kindOfField: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    configMap: 'ConfigMap',
    configMapKeyRef: 'ConfigMap',
    configMapRef: 'ConfigMap',
    persistentVolumeClaim: 'PersistentVolumeClaim',
    secret: 'Secret',
    secretKeyRef: 'Secret',
    secretRef: 'Secret',
  }),
);

function collect(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) for (const element of value as readonly Json[]) collect(element, found);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const kind = kindOfField.get(key);
    if (kind !== undefined && isObject(member)) {
      const name = member['name'] ?? member['secretName'] ?? member['claimName'];
      if (typeof name === 'string') found.add(`${kind}/${name}`);
    }
    if (key === 'serviceAccountName' && typeof member === 'string') found.add(`ServiceAccount/${member}`);
    collect(member, found);
  }
}
