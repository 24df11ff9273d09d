import type { KubernetesAnswer } from '@hexaops/core';
import { createFakeControlPlane, type FakeControlPlane } from '@hexaops/core/testing';

/** A small workspace behind a control plane that counts what it is told to do. Its texts are an attacker's to choose. */
export interface HostileTexts {
  readonly log?: string;
  readonly label?: string;
  readonly annotation?: string;
  readonly event?: string;
  /** Of a pod beside those of the workload. */
  readonly podName?: string;
  /** Of a deployment beside the workload. */
  readonly deploymentName?: string;
  /** Why the container ended, as it has written it. */
  readonly termination?: string;
  /** With which the API refuses to list services. */
  readonly refusal?: string;
  /** With which the API fails to give the log. */
  readonly failure?: string;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

export interface HostileCluster {
  readonly controlPlane: FakeControlPlane;
  /** What an attacker has written, from now on. */
  texts: HostileTexts;
}

export function hostileCluster(): HostileCluster {
  const controlPlane = createFakeControlPlane();
  let replicas = 1;
  controlPlane.onPerform(({ parameters }) => (replicas = Number(parameters['replicas'])));
  const cluster: HostileCluster = {
    texts: {},
    controlPlane: {
      ...controlPlane,
      read: async () => ({ workspace: 'shop', projects: [{ name: 'shop', namespace: 'shop' }] }),
      kubernetes: async (_, path) => answerOf(path, objectsOf(cluster.texts, replicas), cluster.texts),
    },
  };
  return cluster;
}

function answerOf(path: string, objects: readonly KubernetesObject[], texts: HostileTexts): KubernetesAnswer {
  const answer = (status: number, body: unknown): KubernetesAnswer => {
    return { status, body: typeof body === 'string' ? body : JSON.stringify(body), truncated: false };
  };
  const refused = (status: number, message: string) => answer(status, { kind: 'Status', status: 'Failure', message });
  const segments = path.split('/').filter(Boolean);
  if (segments.at(-1) === 'log')
    return texts.failure === undefined ? answer(200, logOf(texts)) : refused(500, texts.failure);
  const namespaced = segments.indexOf('namespaces');
  const inNamespace = namespaced !== -1 && segments.length > namespaced + 2 ? segments[namespaced + 1] : undefined;
  const [plural = '', name] = segments.slice(inNamespace === undefined ? segments.length - 1 : namespaced + 2);
  if (plural === 'services' && texts.refusal !== undefined) return refused(403, texts.refusal);
  const items = objects.filter(
    ({ kind, metadata }) =>
      `${kind.toLowerCase()}s` === plural && (inNamespace === undefined || metadata.namespace === inNamespace),
  );
  if (name === undefined) return answer(200, { kind: 'List', metadata: { resourceVersion: '1' }, items });
  const found = items.find(({ metadata }) => metadata.name === decodeURIComponent(name));
  return found === undefined ? refused(404, 'not found') : answer(200, found);
}

function logOf({ log = 'GET /cart 200' }: HostileTexts): string {
  return `starting\nERROR cannot reach the database: ${log}\nERROR giving up\n`;
}

function objectsOf(texts: HostileTexts, replicas: number): readonly KubernetesObject[] {
  const { label = 'shop', annotation = 'none', event = 'Back-off restarting failed container', termination } = texts;
  const labels = { app: 'checkout', team: label };
  const annotations = { 'example.com/note': annotation };
  const metadata = (name: string, also: object = {}) => {
    return {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: '7',
      creationTimestamp: '2026-11-01T10:00:00Z',
      labels,
      annotations,
      ...also,
    };
  };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'server', image: 'registry.example/checkout:1' }] },
  };
  const deployment = (name: string, uid: string) => ({
    kind: 'Deployment',
    metadata: { ...metadata(name), uid },
    spec: { replicas, selector: { matchLabels: { app: 'checkout' } }, template },
    status: { replicas, readyReplicas: replicas },
  });
  const pod = (name: string) => ({
    kind: 'Pod',
    metadata: metadata(name, {
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'checkout-7d9f', uid: 'uid-rs', controller: true },
      ],
    }),
    spec: template.spec,
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'server',
          ready: false,
          restartCount: 12,
          image: 'registry.example/checkout:1',
          state: { waiting: { reason: 'CrashLoopBackOff', message: termination ?? 'back-off' } },
          lastState: {
            terminated: {
              exitCode: 1,
              reason: 'Error',
              message: termination ?? 'exit 1',
              finishedAt: '2026-11-01T10:05:00Z',
            },
          },
        },
      ],
    },
  });
  return [
    { kind: 'Namespace', metadata: { name: 'shop' } },
    deployment('checkout', 'uid-d'),
    ...(texts.deploymentName === undefined ? [] : [deployment(texts.deploymentName, 'uid-d2')]),
    {
      kind: 'ReplicaSet',
      metadata: metadata('checkout-7d9f', {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout', uid: 'uid-d', controller: true },
        ],
      }),
    },
    pod('checkout-7d9f-abcde'),
    ...(texts.podName === undefined ? [] : [pod(texts.podName)]),
    {
      kind: 'Event',
      type: 'Warning',
      reason: 'BackOff',
      message: event,
      count: 12,
      lastTimestamp: '2026-11-01T10:06:00Z',
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'checkout-7d9f-abcde' },
      metadata: metadata('checkout.1'),
    },
  ];
}
