import { HexaopsError } from '@hexaops/core';

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** The names of RBAC objects are path segments, not host names: `system:node`. */
const segment = /^[A-Za-z0-9]([-A-Za-z0-9_.:]*[A-Za-z0-9])?$/;

/** A DNS-1123 label, as namespaces and containers have; anything else (`*`, `../x`, nothing) raises `input-invalid`. */
export function checkNamespace(name: string): string {
  return label.test(name) ? name : refuse('namespace', name);
}

export function checkContainer(name: string): string {
  return label.test(name) ? name : refuse('container', name);
}

/** A DNS-1123 subdomain of at most 253 characters. */
export function checkPod(name: string): string {
  return name.length <= 253 && subdomain.test(name) ? name : refuse('pod', name);
}

/** The name of an object of any kind: one safe segment of a path. */
export function checkObjectName(name: string): string {
  return name.length <= 253 && segment.test(name) && !name.includes('..') ? name : refuse('object', name);
}

function refuse(what: string, name: string): never {
  throw new HexaopsError('input-invalid', `${JSON.stringify(name.slice(0, 100))} is not the name of a ${what}`, {
    nextStep: 'use the full name: lower-case letters, digits and dashes; patterns and paths are not accepted',
    details: { what },
  });
}
