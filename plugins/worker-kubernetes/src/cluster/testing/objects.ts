import type { Kind, ObjectsByKind } from '../kinds.ts';
import { resourceOf } from '../resources.ts';

/** The moment at which the clusters of tests are looked at. */
export const collectedAt = new Date('2026-03-01T12:00:00Z');

type Body<K extends Kind> = Partial<Omit<ObjectsByKind[K], 'kind' | 'metadata'>> & {
  readonly metadata?: Partial<ObjectsByKind[K]['metadata']>;
};

/** An object of any kind: `object('Service', 'shop/cart', {spec: {...}})`; without a namespace: `object('Node', 'a')`. */
export function object<K extends Kind>(kind: K, path: string, body: Body<K> = {}): ObjectsByKind[K] {
  const { group, version, namespaced } = resourceOf(kind);
  const [first = '', second] = path.split('/');
  const identity = namespaced ? { namespace: first, name: second } : { name: first };
  return {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    ...body,
    metadata: { creationTimestamp: '2026-03-01T10:00:00Z', ...identity, ...body.metadata },
  } as unknown as ObjectsByKind[K];
}

export interface PodShape extends Body<'Pod'> {
  /** By default one container `server`. */
  readonly container?: NonNullable<NonNullable<ObjectsByKind['Pod']['spec']>['containers']>[number];
  readonly containerStatus?: NonNullable<NonNullable<ObjectsByKind['Pod']['status']>['containerStatuses']>[number];
}

/** A pod with one container that runs and is ready, on node `node-a`, labelled with `app` = its name up to the last dashes. */
export function pod(path: string, { container, containerStatus, ...body }: PodShape = {}): ObjectsByKind['Pod'] {
  const name = path.split('/')[1] ?? path;
  const server = { name: 'server', image: 'registry.example/server:1', ...container };
  const status = {
    name: server.name,
    image: server.image,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: '2026-03-01T10:00:05Z' } },
    ...containerStatus,
  };
  const ready = status.ready ? 'True' : 'False';
  return object('Pod', path, {
    ...body,
    metadata: { labels: { app: name.split('-')[0] ?? name }, ...body.metadata },
    spec: { nodeName: 'node-a', restartPolicy: 'Always', containers: [server], ...body.spec },
    status: {
      phase: 'Running',
      podIP: '10.1.0.1',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: ready },
      ],
      containerStatuses: [status],
      ...body.status,
    },
  });
}

/** A pod whose container waits for `reason`: `CrashLoopBackOff`, `ImagePullBackOff`, `CreateContainerConfigError`. */
export function waitingPod(path: string, reason: string, message = '', shape: PodShape = {}): ObjectsByKind['Pod'] {
  const containerStatus = {
    ready: false,
    started: false,
    state: { waiting: { reason, message } },
    ...shape.containerStatus,
  };
  return pod(path, { ...shape, containerStatus });
}

export function deployment(path: string, body: Body<'Deployment'> = {}): ObjectsByKind['Deployment'] {
  const app = path.split('/')[1] ?? path;
  return object('Deployment', path, {
    ...body,
    spec: {
      replicas: 1,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: { containers: [{ name: 'server', image: 'registry.example/server:1' }] },
      },
      ...body.spec,
    },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1, ...body.status },
  });
}

export function service(path: string, body: Body<'Service'> = {}): ObjectsByKind['Service'] {
  const app = path.split('/')[1] ?? path;
  return object('Service', path, {
    ...body,
    spec: { type: 'ClusterIP', selector: { app }, ports: [{ port: 80, targetPort: 8080 }], ...body.spec },
  });
}

export function node(name: string, body: Body<'Node'> = {}): ObjectsByKind['Node'] {
  return object('Node', name, {
    ...body,
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      ...body.status,
    },
  });
}

/** A warning about an object: `event('shop/Pod/cart-1', 'BackOff', 'Back-off restarting failed container')`. */
export function event(
  about: string,
  reason: string,
  message: string,
  body: Body<'Event'> = {},
): ObjectsByKind['Event'] {
  const [namespace = '', kind = '', name = ''] = about.split('/');
  return object('Event', `${namespace}/${name}.${reason.toLowerCase()}`, {
    type: 'Warning',
    reason,
    message,
    count: 1,
    firstTimestamp: '2026-03-01T11:50:00Z',
    lastTimestamp: '2026-03-01T11:59:00Z',
    involvedObject: { kind, namespace, name },
    ...body,
  });
}
