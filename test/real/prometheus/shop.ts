import type { WrittenSeries } from './openmetrics.ts';

/** The last sample's time, in milliseconds since the epoch. */
export const shopNow = Date.UTC(2024, 0, 3, 12);
const minute = 60_000;
const hour = 60 * minute;
/** A day and eight hours: a metric of the last hours can be compared with the day before. */
const minutes = 32 * 60;
/** From here on requests are slow, many fail, and the CPU works more. */
export const slowSince = shopNow - 2 * hour;
/** The youngest ReplicaSet's creation. */
export const deployedAt = shopNow - 4 * hour;

const pods = ['checkout-7d9f8b6c5-x2x4z', 'checkout-7d9f8b6c5-b7k9m'];

/**
 * What a cluster's exporters tell of one workspace: a Deployment `checkout` that is slow for two hours and whose memory grows
 * since its deployment, a Service of that name, a volume that fills. `load` makes the workspaces differ.
 */
export function shopSeries(workspace: string, load: number): readonly WrittenSeries[] {
  const series: WrittenSeries[] = [];
  const add = (name: string, labels: Readonly<Record<string, string>>, value: (time: number) => number) => {
    const points = Array.from({ length: minutes + 1 }, (_, index): readonly [number, number] => {
      const time = shopNow - (minutes - index) * minute;
      return [time, value(time)];
    });
    series.push({ name, labels: { workspace_id: workspace, namespace: 'shop', ...labels }, points });
  };
  /** Grows by `before` a second, and by `after` since the shop is slow. */
  const counter = (before: number, after: number) => (time: number) =>
    ((Math.min(time, slowSince) - (shopNow - minutes * minute)) / 1000) * before * load +
    (Math.max(0, time - slowSince) / 1000) * after * load;
  for (const pod of pods) {
    const labels = { pod, container: 'server' };
    add('container_cpu_usage_seconds_total', labels, counter(0.1, 0.4));
    add('container_cpu_cfs_throttled_periods_total', labels, counter(0.1, 6));
    add('container_cpu_cfs_periods_total', labels, counter(10, 10));
    add('kube_pod_container_resource_limits', { ...labels, resource: 'cpu' }, () => 0.5 * load);
    add('kube_pod_container_resource_limits', { ...labels, resource: 'memory' }, () => 1024 ** 3);
    // 40 % before the deployment, then 40 % and 6 % more in each hour.
    const leak = (time: number) => (0.4 + 0.06 * Math.max(0, (time - deployedAt) / hour)) * 1024 ** 3;
    add('container_memory_working_set_bytes', labels, (time) => leak(time) + wobble(time) * 1024 ** 2);
    add('kube_pod_container_status_restarts_total', labels, () => 0);
  }
  const service = { service: 'checkout' };
  add('http_requests_total', { ...service, status: '200' }, counter(20, 15));
  add('http_requests_total', { ...service, status: '503' }, counter(0.02, 5));
  for (const [le, before, after] of [
    ['0.1', 19.5, 2],
    ['0.5', 20, 5],
    ['2', 20, 20],
    ['+Inf', 20, 20],
  ] as const)
    add('http_request_duration_seconds_bucket', { ...service, le }, counter(before, after));
  add('kube_deployment_spec_replicas', { deployment: 'checkout' }, () => 2);
  add('kube_deployment_status_replicas_available', { deployment: 'checkout' }, () => 2);
  add('kube_replicaset_created', { replicaset: 'checkout-7d9f8b6c5' }, () => deployedAt / 1000);
  add('kube_replicaset_created', { replicaset: 'checkout-5c6d7f8b9' }, () => (deployedAt - 240 * hour) / 1000);
  const volume = { persistentvolumeclaim: 'data-checkout-0' };
  add('kubelet_volume_stats_capacity_bytes', volume, () => 100 * 1024 ** 3);
  add('kubelet_volume_stats_used_bytes', volume, (time) => (80 + (time - shopNow) / hour) * 1024 ** 3);
  return series;
}

/** A noise that is the same in each run: -0.5 to 0.5. */
function wobble(time: number): number {
  return (((time / minute) * 7919) % 13) / 13 - 0.5;
}
