import { encodeString } from '../promql/string-literal.ts';
import type { Question } from './question.ts';
import { equals, matchers, pods, type Subject, volumes } from './subject.ts';

/** Without what the container runtime counts for the pod as a whole. */
const containers = ['container!=""', 'container!="POD"'];

/** What pods use. */
export const usageQuestions: readonly Question[] = [
  {
    id: 'cpu',
    title: 'CPU used',
    unit: 'cores',
    isRate: true,
    together: 'mean',
    expressions: (subject, { window }) => [cpu(subject, window)],
  },
  {
    id: 'cpu-of-limit',
    title: 'CPU used of its limit',
    unit: 'share',
    isRate: true,
    together: 'mean',
    expressions: (subject, { window }) => [`${cpu(subject, window)} / ${limit(subject, 'cpu')}`],
  },
  {
    id: 'throttling',
    title: 'CPU periods in which it was throttled',
    unit: 'share',
    isRate: true,
    together: 'mean',
    expressions: (subject, { window }) => [throttling(subject, window)],
  },
  {
    id: 'memory',
    title: 'memory used',
    unit: 'bytes',
    isRate: false,
    together: 'mean',
    expressions: (subject) => [memory(subject)],
  },
  {
    id: 'memory-of-limit',
    title: 'memory used of its limit',
    unit: 'share',
    isRate: false,
    together: 'most',
    expressions: (subject) => [`${memory(subject)} / ${limit(subject, 'memory')}`],
  },
  {
    id: 'saturation',
    title: 'CPU, memory and volumes used of their limits, and CPU throttling',
    unit: 'share',
    isRate: true,
    together: 'most',
    expressions: (subject, { window }) => [
      named('cpu', `${cpu(subject, window)} / ${limit(subject, 'cpu')}`),
      named('memory', `${memory(subject)} / ${limit(subject, 'memory')}`),
      named('throttling', throttling(subject, window)),
      named('volume', volumeShare(subject)),
    ],
  },
  {
    id: 'restarts',
    title: 'restarts in an hour',
    unit: 'restarts',
    isRate: false,
    together: 'sum',
    expressions: (subject) => [
      `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total${pods(subject)}[1h]))`,
    ],
  },
  {
    id: 'out-of-memory',
    title: 'containers that were last ended for using too much memory',
    unit: 'containers',
    isRate: false,
    together: 'sum',
    expressions: (subject) => [
      `sum by (namespace, pod) (kube_pod_container_status_last_terminated_reason${pods(subject, 'reason="OOMKilled"')})`,
    ],
  },
  {
    id: 'unready',
    title: 'replicas that are missing',
    unit: 'replicas',
    isRate: false,
    together: 'sum',
    expressions: ({ namespace, workload }) =>
      (
        [
          ['deployment', 'kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available'],
          ['statefulset', 'kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready'],
        ] as const
      ).map(([label, wanted, there]) => {
        const of = matchers(...equals('namespace', namespace), ...equals(label, workload));
        return `max by (namespace, ${label}) (${wanted}${of}) - max by (namespace, ${label}) (${there}${of})`;
      }),
  },
  {
    id: 'network',
    title: 'network traffic',
    unit: 'bytes per second',
    isRate: true,
    together: 'sum',
    expressions: (subject, { window }) => [
      `sum by (namespace, pod) (rate(container_network_receive_bytes_total${pods(subject)}${window}) + rate(container_network_transmit_bytes_total${pods(subject)}${window}))`,
    ],
  },
  {
    id: 'volumes',
    title: 'volumes, how full',
    unit: 'share',
    isRate: false,
    together: 'most',
    expressions: (subject) => [volumeShare(subject)],
  },
];

function cpu(subject: Subject, window: string): string {
  return `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total${pods(subject, ...containers)}${window}))`;
}

function memory(subject: Subject): string {
  return `sum by (namespace, pod) (container_memory_working_set_bytes${pods(subject, ...containers)})`;
}

function limit(subject: Subject, resource: 'cpu' | 'memory'): string {
  return `sum by (namespace, pod) (kube_pod_container_resource_limits${pods(subject, ...equals('resource', resource))})`;
}

function volumeShare(subject: Subject): string {
  const of = volumes(subject);
  const by = 'max by (namespace, persistentvolumeclaim)';
  return `${by} (kubelet_volume_stats_used_bytes${of}) / ${by} (kubelet_volume_stats_capacity_bytes${of})`;
}

function throttling(subject: Subject, window: string): string {
  const periods = (kind: string) =>
    `sum by (namespace, pod) (rate(container_cpu_cfs_${kind}_total${pods(subject, ...containers)}${window}))`;
  return `${periods('throttled_periods')} / ${periods('periods')}`;
}

/** Series of several resources side by side need something that tells them apart. */
function named(resource: string, expression: string): string {
  return `label_replace(${expression}, "resource", ${encodeString(resource)}, "", "")`;
}
