import { encodeString } from '../promql/string-literal.ts';

/** Whose metrics are asked for. Names go into label matchers as strings, never into the expression's own text. */
export interface Subject {
  readonly namespace?: string | undefined;
  /** Of a workload; its pods are those whose names begin with it. */
  readonly workload?: string | undefined;
}

/** A question that needs no PromQL of whoever asks it. */
export interface Question {
  readonly id: string;
  readonly title: string;
  /** Of the values: `cores`, `bytes`, `per second`, `share`, `seconds`. */
  readonly unit: string;
  /** PromQL over the metrics of cAdvisor, kube-state-metrics, node-exporter and usual HTTP instrumentation. */
  expression(subject: Subject): string;
}

const rate = '[5m]';

/** Label matchers of the subject's pods, with others before them. */
function pods({ namespace, workload }: Subject, ...others: readonly string[]): string {
  return matchers(namespace, workload === undefined ? [] : [`pod=~${encodeString(podPattern(workload))}`], others);
}

/** Label matchers of the subject's service, as instrumented applications name it. */
function service({ namespace, workload }: Subject, ...others: readonly string[]): string {
  return matchers(namespace, workload === undefined ? [] : [`service=${encodeString(workload)}`], others);
}

function matchers(namespace: string | undefined, own: readonly string[], others: readonly string[]): string {
  const all = [...others, ...(namespace === undefined ? [] : [`namespace=${encodeString(namespace)}`]), ...own];
  return `{${all.join(',')}}`;
}

/** The pods of Deployments, StatefulSets, DaemonSets and Jobs of that name. */
function podPattern(workload: string): string {
  const literal = workload.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return `${literal}(-[a-z0-9]{1,10}){0,2}`;
}

const containers = 'container!="",container!="POD"';

export const questions: readonly Question[] = [
  {
    id: 'cpu',
    title: 'CPU used',
    unit: 'cores',
    expression: (subject) =>
      `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total${pods(subject, containers)}${rate}))`,
  },
  {
    id: 'cpu-of-limit',
    title: 'CPU used of its limit',
    unit: 'share',
    expression: (subject) =>
      `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total${pods(subject, containers)}${rate})) / sum by (namespace, pod) (kube_pod_container_resource_limits${pods(subject, 'resource="cpu"')})`,
  },
  {
    id: 'throttling',
    title: 'CPU periods in which it was throttled',
    unit: 'share',
    expression: (subject) =>
      `sum by (namespace, pod) (rate(container_cpu_cfs_throttled_periods_total${pods(subject, containers)}${rate})) / sum by (namespace, pod) (rate(container_cpu_cfs_periods_total${pods(subject, containers)}${rate}))`,
  },
  {
    id: 'memory',
    title: 'memory used',
    unit: 'bytes',
    expression: (subject) => `sum by (namespace, pod) (container_memory_working_set_bytes${pods(subject, containers)})`,
  },
  {
    id: 'memory-of-limit',
    title: 'memory used of its limit',
    unit: 'share',
    expression: (subject) =>
      `sum by (namespace, pod) (container_memory_working_set_bytes${pods(subject, containers)}) / sum by (namespace, pod) (kube_pod_container_resource_limits${pods(subject, 'resource="memory"')})`,
  },
  {
    id: 'restarts',
    title: 'restarts in an hour',
    unit: 'restarts',
    expression: (subject) =>
      `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total${pods(subject)}[1h]))`,
  },
  {
    id: 'network',
    title: 'network traffic',
    unit: 'bytes per second',
    expression: (subject) =>
      `sum by (namespace, pod) (rate(container_network_receive_bytes_total${pods(subject)}${rate}) + rate(container_network_transmit_bytes_total${pods(subject)}${rate}))`,
  },
  {
    id: 'requests',
    title: 'requests',
    unit: 'per second',
    expression: (subject) => `sum by (namespace, service) (rate(http_requests_total${service(subject)}${rate}))`,
  },
  {
    id: 'errors',
    title: 'requests that failed',
    unit: 'share',
    expression: (subject) =>
      `sum by (namespace, service) (rate(http_requests_total${service(subject, 'status=~"5.."')}${rate})) / sum by (namespace, service) (rate(http_requests_total${service(subject)}${rate}))`,
  },
  {
    id: 'latency',
    title: 'latency, 99th percentile',
    unit: 'seconds',
    expression: (subject) =>
      `histogram_quantile(0.99, sum by (namespace, service, le) (rate(http_request_duration_seconds_bucket${service(subject)}${rate})))`,
  },
  {
    id: 'volumes',
    title: 'volumes, how full',
    unit: 'share',
    expression: ({ namespace }) =>
      `kubelet_volume_stats_used_bytes${matchers(namespace, [], [])} / kubelet_volume_stats_capacity_bytes${matchers(namespace, [], [])}`,
  },
  {
    id: 'volumes-full-in',
    title: 'volumes, full in',
    unit: 'seconds',
    expression: ({ namespace }) => {
      const free = `kubelet_volume_stats_available_bytes${matchers(namespace, [], [])}`;
      return `${free} / clamp_min(-deriv(${free}[6h]), 1e-9) < 2592000`;
    },
  },
];
