import type { KubernetesObject } from '../../object.ts';
import { generatedSuffix, generatedUid } from './world.ts';
import type { World } from './world.ts';

export interface Happening {
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

export function recordEvent(world: World, about: KubernetesObject, happening: Happening): void {
  const { namespace = 'default', name, uid } = about.metadata;
  const seed = `${namespace}/${about.kind}/${name} ${world.time} ${happening.message}`;
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${generatedSuffix(seed, 16)}`,
      namespace,
      uid: generatedUid(seed),
      creationTimestamp: world.time,
    },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace, name, ...(uid && { uid }) },
    reason: happening.reason,
    message: happening.message,
    type: 'Normal',
    count: 1,
    firstTimestamp: world.time,
    lastTimestamp: world.time,
    source: { component: happening.component },
  };
  world.store.put(event);
}
