import { claim, deployment, quota, service, volume } from './objects.ts';
import { hasEvents, isAvailable, type Scenario } from './scenario.ts';

const app = 'catalogue';
const inNamespace = (namespace: string) => ({ kind: 'Deployment', namespace, name: app });

/** Pods that want the claim `data`. */
const mounts = { pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } };

/** Faults that pods report: what kubelet would see. */
const ofContainers: readonly Scenario[] = [
  {
    name: 'an image that is not in the registry',
    namespace: 'no-image',
    objects: [
      deployment('no-image', app, { annotations: { 'stub/state': 'ImagePullBackOff' } }),
      service('no-image', app),
    ],
    shows: hasEvents('no-image', 'BackOff'),
    cause: 'incorrect-image-reference',
    object: inNamespace('no-image'),
  },
  {
    name: 'a container that ends as soon as it starts',
    namespace: 'crashing',
    objects: [
      deployment('crashing', app, {
        annotations: {
          'stub/state': 'CrashLoopBackOff',
          'stub/log': 'starting\npanic: assignment to entry in nil map\n',
          'stub/previous-log': 'starting\npanic: assignment to entry in nil map\n',
        },
      }),
    ],
    shows: hasEvents('crashing', 'BackOff'),
    cause: 'container-crashing',
    object: inNamespace('crashing'),
  },
  {
    name: 'a container that the kernel ends for its memory',
    namespace: 'out-of-memory',
    objects: [deployment('out-of-memory', app, { annotations: { 'stub/state': 'OOMKilled' } })],
    shows: hasEvents('out-of-memory', 'BackOff'),
    cause: 'out-of-memory',
    object: inNamespace('out-of-memory'),
  },
  {
    name: 'a registry whose name the node cannot resolve',
    namespace: 'no-registry',
    objects: [
      deployment('no-registry', app, {
        annotations: {
          'stub/state': 'ImagePullBackOff',
          'stub/message':
            'rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/catalogue:1.4.2": failed to do request: Head "https://registry.example/v2/catalogue/manifests/1.4.2": dial tcp: lookup registry.example on 10.96.0.10:53: no such host',
        },
      }),
    ],
    shows: hasEvents('no-registry', 'BackOff'),
    cause: 'image-registry-dns-failure',
    object: inNamespace('no-registry'),
  },
  {
    name: 'a configuration that does not exist',
    namespace: 'no-settings',
    objects: [
      deployment('no-settings', app, {
        annotations: { 'stub/state': 'CreateContainerConfigError' },
        container: { envFrom: [{ configMapRef: { name: 'settings' } }] },
      }),
    ],
    shows: hasEvents('no-settings', 'Failed'),
    cause: 'missing-config-map',
    object: inNamespace('no-settings'),
  },
  {
    name: 'a readiness probe that never succeeds',
    namespace: 'not-ready',
    objects: [
      deployment('not-ready', app, {
        annotations: { 'stub/state': 'NotReady' },
        container: { readinessProbe: { httpGet: { path: '/ready', port: 8080 } } },
      }),
      service('not-ready', app),
    ],
    shows: hasEvents('not-ready', 'Unhealthy'),
    cause: 'readiness-probe-failing',
    object: inNamespace('not-ready'),
  },
];

/** Faults between objects: everything runs, and nothing reaches it. */
const ofServices: readonly Scenario[] = [
  {
    name: 'a service that selects no pods',
    namespace: 'wrong-selector',
    objects: [deployment('wrong-selector', app, { replicas: 2 }), service('wrong-selector', app, 'catalog')],
    shows: isAvailable('wrong-selector', app),
    cause: 'service-selector-mismatch',
    object: { kind: 'Service', namespace: 'wrong-selector', name: app },
  },
  {
    name: 'a deployment that somebody has scaled to nothing',
    namespace: 'scaled-down',
    objects: [deployment('scaled-down', app, { replicas: 0 }), service('scaled-down', app)],
    shows: isAvailable('scaled-down', app),
    cause: 'zero-replicas',
    object: inNamespace('scaled-down'),
  },
];

/** Faults that the real scheduler finds. */
const ofScheduling: readonly Scenario[] = [
  {
    name: 'a node selector that no node carries',
    namespace: 'node-selector',
    objects: [deployment('node-selector', app, { pod: { nodeSelector: { disktype: 'ssd' } } })],
    shows: hasEvents('node-selector', 'FailedScheduling'),
    cause: 'node-selector-mismatch',
    object: inNamespace('node-selector'),
  },
  {
    name: 'taints that the pods do not tolerate',
    namespace: 'taints',
    nodes: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] },
    objects: [deployment('taints', app, {})],
    shows: hasEvents('taints', 'FailedScheduling'),
    cause: 'taint-not-tolerated',
    object: inNamespace('taints'),
  },
  {
    name: 'nodes that take no new pods',
    namespace: 'cordoned',
    nodes: { unschedulable: true },
    objects: [deployment('cordoned', app, {})],
    shows: hasEvents('cordoned', 'FailedScheduling'),
    cause: 'node-cordoned',
    object: inNamespace('cordoned'),
  },
  {
    name: 'replicas that keep away from each other, more of them than nodes',
    namespace: 'anti-affinity',
    objects: [
      deployment('anti-affinity', app, {
        replicas: 3,
        pod: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
              ],
            },
          },
        },
      }),
    ],
    shows: hasEvents('anti-affinity', 'FailedScheduling'),
    cause: 'pod-anti-affinity-conflict',
    object: inNamespace('anti-affinity'),
  },
  {
    name: 'more memory than any node has',
    namespace: 'too-much-memory',
    objects: [deployment('too-much-memory', app, { requests: { memory: '64Gi' } })],
    shows: hasEvents('too-much-memory', 'FailedScheduling'),
    cause: 'memory-capacity-mismatch',
    object: inNamespace('too-much-memory'),
  },
  {
    name: 'more CPU than any node has',
    namespace: 'too-much-cpu',
    objects: [deployment('too-much-cpu', app, { requests: { cpu: '64' } })],
    shows: hasEvents('too-much-cpu', 'FailedScheduling'),
    cause: 'cpu-capacity-mismatch',
    object: inNamespace('too-much-cpu'),
  },
  {
    name: 'a claim of a storage class that does not exist',
    namespace: 'no-class',
    objects: [claim('no-class', 'data', 'fast'), deployment('no-class', app, mounts)],
    shows: hasEvents('no-class', 'ProvisioningFailed', 'FailedScheduling'),
    cause: 'volume-storage-class-mismatch',
    object: inNamespace('no-class'),
  },
  {
    name: 'a claim without a class where there is no volume',
    namespace: 'no-volume',
    objects: [claim('no-volume', 'data'), deployment('no-volume', app, mounts)],
    shows: hasEvents('no-volume', 'FailedBinding', 'FailedScheduling'),
    cause: 'volume-claim-unbound',
    object: inNamespace('no-volume'),
  },
  {
    name: 'a volume that is smaller than its claim',
    namespace: 'small-volume',
    objects: [
      volume('small', 'manual', '500Mi'),
      claim('small-volume', 'data', 'manual'),
      deployment('small-volume', app, mounts),
    ],
    shows: hasEvents('small-volume', 'FailedScheduling', 'ProvisioningFailed'),
    cause: 'volume-capacity-mismatch',
    object: inNamespace('small-volume'),
  },
];

/** Faults of pods that real admission never lets exist. */
const ofAdmission: readonly Scenario[] = [
  {
    name: 'a quota on pods that is used up',
    namespace: 'pod-quota',
    objects: [quota('pod-quota', { pods: '1' }), deployment('pod-quota', app, { replicas: 3 })],
    shows: hasEvents('pod-quota', 'FailedCreate'),
    cause: 'namespace-pod-quota-exceeded',
    object: { kind: 'Namespace', name: 'pod-quota' },
  },
  {
    name: 'a quota on CPU that is used up',
    namespace: 'cpu-quota',
    objects: [
      quota('cpu-quota', { 'requests.cpu': '200m' }),
      deployment('cpu-quota', app, { replicas: 3, requests: { cpu: '100m' } }),
    ],
    shows: hasEvents('cpu-quota', 'FailedCreate'),
    cause: 'namespace-cpu-quota-exceeded',
    object: { kind: 'Namespace', name: 'cpu-quota' },
  },
  {
    name: 'a service account that does not exist',
    namespace: 'no-account',
    objects: [deployment('no-account', app, { pod: { serviceAccountName: 'reader' } })],
    shows: hasEvents('no-account', 'FailedCreate'),
    cause: 'missing-service-account',
    object: inNamespace('no-account'),
  },
];

export const scenarios: readonly Scenario[] = [...ofContainers, ...ofServices, ...ofScheduling, ...ofAdmission];
