import { claim, deployment, quota, service } from './objects.ts';
import { hasEvent, isAvailable, type Scenario } from './scenario.ts';

const app = 'catalogue';
const inNamespace = (namespace: string) => ({ kind: 'Deployment', namespace, name: app });

/** Faults that pods report: what kubelet would see. */
const ofContainers: readonly Scenario[] = [
  {
    name: 'an image that is not in the registry',
    namespace: 'no-image',
    objects: [
      deployment('no-image', app, { annotations: { 'stub/state': 'ImagePullBackOff' } }),
      service('no-image', app),
    ],
    shows: hasEvent('no-image', 'BackOff'),
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
    shows: hasEvent('crashing', 'BackOff'),
    cause: 'crash-loop',
    object: inNamespace('crashing'),
  },
  {
    name: 'a container that the kernel ends for its memory',
    namespace: 'out-of-memory',
    objects: [deployment('out-of-memory', app, { annotations: { 'stub/state': 'OOMKilled' } })],
    shows: hasEvent('out-of-memory', 'BackOff'),
    cause: 'oom-killed',
    object: inNamespace('out-of-memory'),
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
];

/** Faults that the real scheduler finds. */
const ofScheduling: readonly Scenario[] = [
  {
    name: 'a node selector that no node carries',
    namespace: 'node-selector',
    objects: [deployment('node-selector', app, { pod: { nodeSelector: { disktype: 'ssd' } } })],
    shows: hasEvent('node-selector', 'FailedScheduling'),
    cause: 'node-selector-mismatch',
    object: inNamespace('node-selector'),
  },
  {
    name: 'taints that the pods do not tolerate',
    namespace: 'taints',
    nodes: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] },
    objects: [deployment('taints', app, {})],
    shows: hasEvent('taints', 'FailedScheduling'),
    cause: 'taint-toleration-mismatch',
    object: inNamespace('taints'),
  },
  {
    name: 'more CPU than any node has',
    namespace: 'too-much-cpu',
    objects: [deployment('too-much-cpu', app, { requests: { cpu: '64' } })],
    shows: hasEvent('too-much-cpu', 'FailedScheduling'),
    cause: 'cpu-capacity-mismatch',
    object: inNamespace('too-much-cpu'),
  },
  {
    name: 'a claim of a storage class that does not exist',
    namespace: 'no-class',
    objects: [
      claim('no-class', 'data', 'fast'),
      deployment('no-class', app, {
        pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      }),
    ],
    shows: async (api) =>
      (await hasEvent('no-class', 'ProvisioningFailed')(api)) && (await hasEvent('no-class', 'FailedScheduling')(api)),
    cause: 'pvc-storage-class-mismatch',
    object: inNamespace('no-class'),
  },
];

/** Faults of pods that real admission never lets exist. */
const ofAdmission: readonly Scenario[] = [
  {
    name: 'a quota on pods that is used up',
    namespace: 'pod-quota',
    objects: [quota('pod-quota', { pods: '1' }), deployment('pod-quota', app, { replicas: 3 })],
    shows: hasEvent('pod-quota', 'FailedCreate'),
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
    shows: hasEvent('cpu-quota', 'FailedCreate'),
    cause: 'namespace-cpu-quota-exceeded',
    object: { kind: 'Namespace', name: 'cpu-quota' },
  },
  {
    name: 'a service account that does not exist',
    namespace: 'no-account',
    objects: [deployment('no-account', app, { pod: { serviceAccountName: 'reader' } })],
    shows: hasEvent('no-account', 'FailedCreate'),
    cause: 'missing-service-account',
    object: inNamespace('no-account'),
  },
];

export const scenarios: readonly Scenario[] = [...ofContainers, ...ofServices, ...ofScheduling, ...ofAdmission];
