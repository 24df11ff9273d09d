import type { JsonObject } from '../json.ts';
import type { Deployment, Endpoints, Node, Pod, PodStatus, ReplicaSet, Service } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';

/** The newest time in the cluster below. */
export const recordedAt = '2026-03-01T12:00:00Z';

const template = {
  metadata: { labels: { app: 'checkout' } },
  spec: {
    containers: [
      {
        name: 'server',
        image: 'registry.example/checkout:2',
        ports: [{ name: 'http', containerPort: 8080 }],
        resources: { requests: { cpu: '250m', memory: '64Mi' } },
      },
    ],
  },
};

export function deployment(namespace: string, name: string, replicas = 1): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      uid: `deployment-${namespace}-${name}`,
      generation: 1,
      labels: { app: name },
      annotations: { 'deployment.kubernetes.io/revision': '2' },
    },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: templateOf(name) },
    status: { replicas, readyReplicas: replicas },
  };
}

export function replicaSet(owner: Deployment, hash: string, revision: number, image?: string): ReplicaSet {
  const { namespace = '', name, uid = '' } = owner.metadata;
  const labels = { app: name, 'pod-template-hash': hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      uid: `replicaset-${namespace}-${name}-${hash}`,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
    },
    spec: {
      replicas: revision === 2 ? (owner.spec.replicas ?? 1) : 0,
      selector: { matchLabels: labels },
      template: { ...templateOf(name, image), metadata: { labels } },
    },
    status: { replicas: 0 },
  };
}

export function pod(owner: ReplicaSet, suffix: string, status: PodStatus = running('10.1.0.1')): Pod {
  const { namespace = '', name, uid = '', labels = {} } = owner.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${suffix}`,
      namespace,
      uid: `pod-${namespace}-${name}-${suffix}`,
      creationTimestamp: recordedAt,
      labels,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true }],
    },
    spec: { ...structuredClone(owner.spec.template.spec), ...(status.podIP !== undefined && { nodeName: 'node-1' }) },
    status,
  };
}

export function running(podIP: string, restartCount = 0): PodStatus {
  return {
    phase: 'Running',
    podIP,
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
    containerStatuses: [{ name: 'server', ready: true, restartCount, state: { running: { startedAt: recordedAt } } }],
  };
}

export function crashing(podIP: string, restartCount: number): PodStatus {
  return {
    phase: 'Running',
    podIP,
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'False' },
    ],
    containerStatuses: [
      { name: 'server', ready: false, restartCount, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: {} },
    ],
  };
}

export function unschedulable(message: string): PodStatus {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  };
}

export function service(namespace: string, name: string, selector: Record<string, string>): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, uid: `service-${namespace}-${name}` },
    spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
}

export function endpoints(namespace: string, name: string, pods: readonly Pod[]): Endpoints {
  const addresses = pods.map(({ metadata, status }) => ({
    ip: status.podIP ?? '',
    nodeName: 'node-1',
    targetRef: { kind: 'Pod' as const, namespace, name: metadata.name, uid: metadata.uid ?? '' },
  }));
  const ports = [{ name: 'http', port: 8080, protocol: 'TCP' }];
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace },
    subsets: addresses.length > 0 ? [{ addresses, ports }] : [],
  };
}

export function node(name: string, spec: Node['spec'] = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec,
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: '192.168.7.1' }],
      nodeInfo: { kubeletVersion: 'v1.33.2' },
    },
  };
}

export function plain(
  apiVersion: string,
  kind: string,
  metadata: KubernetesObject['metadata'],
  rest: JsonObject = {},
): KubernetesObject {
  return { apiVersion, kind, metadata, ...rest };
}

/** Two workspaces' namespaces, and one that is nobody's; in `shop`, a deployment of two ready pods behind a service. */
export function exampleObjects(): KubernetesObject[] {
  const checkout = deployment('shop', 'checkout', 2);
  const current = replicaSet(checkout, 'current', 2);
  const pods = [pod(current, 'aaaaa', running('10.1.0.1', 3)), pod(current, 'bbbbb', running('10.1.0.2', 4))];
  const experiment = deployment('lab', 'experiment');
  const experimental = replicaSet(experiment, 'current', 2);
  return [
    ...['shop', 'lab', 'kube-system'].map((name) => plain('v1', 'Namespace', { name })),
    node('node-1'),
    checkout,
    replicaSet(checkout, 'earlier', 1, 'registry.example/checkout:1'),
    current,
    ...pods,
    service('shop', 'checkout', { app: 'checkout' }),
    endpoints('shop', 'checkout', pods),
    plain('v1', 'Secret', { name: 'payment', namespace: 'shop' }, { data: { token: 'c2VjcmV0' } }),
    experiment,
    experimental,
    pod(experimental, 'ccccc', running('10.2.0.1')),
  ];
}

function templateOf(name: string, image?: string): Deployment['spec']['template'] {
  const copy = structuredClone(template);
  copy.metadata.labels.app = name;
  for (const container of copy.spec.containers) container.image = image ?? container.image;
  return copy;
}
