import type { Resource } from '../../cluster/index.ts';
import { checkNamespace, checkObjectName, checkPod } from '../names.ts';

/** The path of a list, everywhere or in a namespace. Names are checked here, so that no path is built from another one. */
export function listPath({ group, version, plural, namespaced }: Resource, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  if (!namespaced || namespace === undefined) return `${root}/${plural}`;
  return `${root}/namespaces/${encodeURIComponent(checkNamespace(namespace))}/${plural}`;
}

export function objectPath(resource: Resource, namespace: string | undefined, name: string): string {
  return `${listPath(resource, namespace)}/${encodeURIComponent(checkObjectName(name))}`;
}

export function logPath(namespace: string, pod: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(checkNamespace(namespace))}/pods/${encodeURIComponent(checkPod(pod))}/log`;
}
