import type { ConnectivityProbe } from '../parts.ts';
import type { ClusterIndex } from '../cluster-index.ts';

/** What calls from inside of the cluster gave. */
export type Reachability = 'yes' | 'no' | 'partly' | 'unknown';

export function probesOf(
  index: ClusterIndex,
  namespace: string,
  service: string,
  port?: number,
): readonly ConnectivityProbe[] {
  return index
    .connectivityOf(namespace, service)
    .filter((check) => port === undefined || check.port === port)
    .flatMap(({ probes }) => probes);
}

export function reachabilityOf(probes: readonly ConnectivityProbe[]): Reachability {
  if (probes.length === 0) return 'unknown';
  const reached = probes.filter(({ ok }) => ok).length;
  return reached === probes.length ? 'yes' : reached === 0 ? 'no' : 'partly';
}
