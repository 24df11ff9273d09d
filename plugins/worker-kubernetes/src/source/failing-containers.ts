import type { ContainerStatus, Pod } from '../cluster/index.ts';

export interface FailingContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** It ran before and ended, so that there is a log of the run before. */
  readonly hasPrevious: boolean;
  /** It runs or has run in its present life, so that there is a log. */
  readonly hasCurrent: boolean;
}

/** The containers whose logs can explain a failure: waiting, ended with an error, restarted, or not ready. */
export function failingContainers(pods: readonly Pod[]): FailingContainer[] {
  return pods.flatMap((pod) => {
    const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
    const finished = pod.status?.phase === 'Succeeded';
    return [
      ...initContainerStatuses.filter((status) => isFailing(status, true)),
      ...containerStatuses.filter((status) => isFailing(status, finished)),
    ].map((status) => ({
      namespace: pod.metadata.namespace,
      pod: pod.metadata.name,
      container: status.name ?? '',
      hasPrevious: (status.restartCount ?? 0) > 0 || status.lastState?.terminated !== undefined,
      hasCurrent: status.state?.waiting === undefined || (status.restartCount ?? 0) > 0,
    }));
  });
}

/** One that is meant to end (an init container, a finished job's) is well without being ready. */
function isFailing(status: ContainerStatus, meantToEnd: boolean): boolean {
  const { waiting, terminated } = status.state ?? {};
  if (waiting !== undefined && !(meantToEnd && waiting.reason === 'PodInitializing')) return true;
  if (terminated !== undefined && terminated.exitCode !== 0) return true;
  if ((status.restartCount ?? 0) > 0) return true;
  return status.ready === false && !meantToEnd;
}
