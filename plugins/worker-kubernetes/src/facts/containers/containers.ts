import type { Container, ContainerStatus, Pod } from '../../cluster/objects.ts';

/** A container of a pod with what is known of its state. */
export interface ContainerView {
  readonly pod: Pod;
  readonly spec: Container;
  readonly name: string;
  readonly status: ContainerStatus | undefined;
  readonly init: boolean;
}

export function containersOf(pod: Pod): readonly ContainerView[] {
  const { spec, status } = pod;
  const view = (container: Container, statuses: readonly ContainerStatus[] | undefined, init: boolean): ContainerView => ({
    pod,
    spec: container,
    name: container.name ?? '',
    status: statuses?.find(({ name }) => name === container.name),
    init,
  });
  return [
    ...(spec?.initContainers ?? []).map((container) => view(container, status?.initContainerStatuses, true)),
    ...(spec?.containers ?? []).map((container) => view(container, status?.containerStatuses, false)),
  ];
}

/** Whether the pod serves: its condition Ready. */
export function isReady(pod: Pod): boolean {
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** It fails over and over: waiting to be started again, or with a restart and not running well now. */
export function isCrashing({ status }: ContainerView): boolean {
  if (status === undefined) return false;
  if (status.state?.waiting?.reason === 'CrashLoopBackOff') return true;
  const failed = status.state?.terminated ?? status.lastState?.terminated;
  return failed !== undefined && failed.exitCode !== 0 && (status.ready !== true || (status.restartCount ?? 0) > 0);
}
