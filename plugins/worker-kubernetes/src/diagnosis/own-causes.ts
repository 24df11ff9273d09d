/**
 * Causes that are a mistake in the object's own definition. Nothing that the object needs can bring them about, so that
 * they are never symptoms.
 */
export const ownCauses: ReadonlySet<string> = new Set([
  'liveness-probe-incorrect-port',
  'node-affinity-mismatch',
  'node-selector-mismatch',
  'readiness-probe-incorrect-port',
  'service-address-mismatch',
  'service-port-mapping-mismatch',
  'service-protocol-mismatch',
  'service-selector-mismatch',
  'zero-replicas',
]);
