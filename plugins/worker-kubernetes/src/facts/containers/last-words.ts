import type { ClusterIndex } from '../cluster-index.ts';
import type { Workload } from '../workloads.ts';
import type { ContainerView } from './containers.ts';

/** Of each log, this much of its end is read. */
const read = 20_000;

/** What a container that has ended said: the message of its end, then the ends of its logs. */
export function lastWordsOf(
  index: ClusterIndex,
  workload: Workload,
  { pod, name, status }: ContainerView,
): readonly string[] {
  const own = index.logsOf(workload).filter((log) => log.pod === pod.metadata.name && log.container === name);
  const message = status?.state?.terminated?.message ?? status?.lastState?.terminated?.message ?? '';
  return [message, ...own.map(({ text }) => text.slice(-read))].join('\n').split('\n');
}
