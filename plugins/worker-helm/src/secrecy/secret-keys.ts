import { isSecretName } from '@hexaops/core';

/** A field of this name says where a secret is, and holds none. */
const reference = /^(existing\w*|imagePullSecrets?|pullSecrets?|secretName|secretKeyRef|secretRef|\w+Refs?)$/;
/** What a field inside of a reference may be called. */
const parts: ReadonlySet<string> = new Set([
  'items',
  'key',
  'keys',
  'mountPath',
  'name',
  'namespace',
  'path',
  'topologyKey',
]);

/** Whether what stands under a key of values is secret. All that stands under a secret name is, whatever it is called. */
export function isSecretKey(key: string, isInSecret: boolean): boolean {
  if (isInSecret) return true;
  return !reference.test(key) && !parts.has(key) && isSecretName(key);
}
