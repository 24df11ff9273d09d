import type { ContainerStatus, Pod } from '../../cluster/index.ts';

export function restartsOf(pod: Pod): number {
  return statusesOf(pod).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}

/** `2/3` */
export function readyContainers({ spec, status }: Pod): string {
  const ready = (status?.containerStatuses ?? []).filter((container) => container.ready === true).length;
  return `${ready}/${spec?.containers?.length ?? status?.containerStatuses?.length ?? 0}`;
}

/** When a container was last started anew: RFC 3339, undefined where none was. */
export function lastRestart(pod: Pod): string | undefined {
  return statusesOf(pod)
    .map(({ lastState }) => lastState?.terminated?.finishedAt)
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
}

/** One word as `kubectl get pods` has it: what a container waits for or ended with, else the phase. */
export function describeStatus(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const initializing = (pod.status?.initContainerStatuses ?? []).find(isFailed);
  if (initializing !== undefined) return `Init:${reasonOf(initializing)}`;
  const failing = (pod.status?.containerStatuses ?? []).find(isFailed);
  if (failing !== undefined) return reasonOf(failing);
  if (pod.status?.reason !== undefined) return pod.status.reason;
  const unscheduled = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled !== undefined) return unscheduled.reason ?? 'Unscheduled';
  const phase = pod.status?.phase ?? 'Unknown';
  return phase === 'Running' && !isReady(pod) ? 'NotReady' : phase;
}

/** Whether something is to be seen to: it does not run, is not ready, or has restarted. A finished job's pod is well. */
export function isProblem(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return false;
  return phase !== 'Running' || !isReady(pod) || statusesOf(pod).some(isFailed);
}

function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

export function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function isFailed({ state }: ContainerStatus): boolean {
  const waiting = state?.waiting;
  if (waiting !== undefined) return waiting.reason !== 'PodInitializing';
  return state?.terminated !== undefined && state.terminated.exitCode !== 0;
}

function reasonOf({ state }: ContainerStatus): string {
  const { waiting, terminated } = state ?? {};
  return (
    waiting?.reason ??
    terminated?.reason ??
    (terminated === undefined ? 'Waiting' : `ExitCode:${terminated.exitCode ?? '?'}`)
  );
}
