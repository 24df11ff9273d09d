import type { JsonObject, JsonValue } from '../../json.ts';
import { apiVersionOf } from '../object.ts';
import { resourceNamed } from '../resources.ts';
import { KubernetesError } from '../status.ts';
import type { Node } from '../kinds.ts';
import type { ObjectStore } from './store.ts';

export function discover(store: ObjectStore, path: string): JsonValue {
  if (path === '/version') return version(store);
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(store) };
  const groupVersion = path.replace(/^\/apis?\//, '');
  const served = store.resources.filter((resource) => apiVersionOf(resource) === groupVersion);
  if (served.length === 0) throw new KubernetesError(404, 'the server could not find the requested resource');
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: served.map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: ['get', 'list'],
    })),
  };
}

function groups(store: ObjectStore): JsonObject[] {
  const versions = new Map<string, Set<string>>();
  for (const { group, version } of store.resources) {
    if (group !== '') versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  return [...versions].map(([name, served]) => {
    const listed = [...served].map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: listed, preferredVersion: listed[0] ?? null };
  });
}

function version(store: ObjectStore): JsonObject {
  const nodes = store.all(resourceNamed('nodes')) as Node[];
  const gitVersion = nodes.find((node) => node.status?.nodeInfo?.kubeletVersion)?.status?.nodeInfo?.kubeletVersion;
  const [, major = '1', minor = '31'] = /^v(\d+)\.(\d+)/.exec(gitVersion ?? '') ?? [];
  return { major, minor, gitVersion: gitVersion ?? 'v1.31.0', platform: 'linux/amd64' };
}
