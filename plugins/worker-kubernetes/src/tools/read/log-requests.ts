import type { Pod } from '../../cluster/index.ts';
import type { LogRequest } from '../../source/index.ts';
import { statusesOf } from '../presentation/pod-status.ts';

export interface WantedLogs {
  readonly container: string | undefined;
  readonly previous: boolean;
  /** The run before a restart tells why it ended. */
  readonly withPrevious: boolean;
}

/** The logs of a pod that can tell something: not of a container that never ran, nor of an initialization that went well. */
export function requestsOf(pod: Pod, { container, previous, withPrevious }: WantedLogs): readonly LogRequest[] {
  const { namespace, name } = pod.metadata;
  const names = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].flatMap(
    (each) => each.name ?? [],
  );
  const restarted = new Set(
    statusesOf(pod)
      .filter(({ restartCount }) => (restartCount ?? 0) > 0)
      .map((status) => status.name),
  );
  const never = new Set(
    statusesOf(pod)
      .filter(({ state, restartCount }) => state?.waiting !== undefined && (restartCount ?? 0) === 0)
      .map((status) => status.name),
  );
  return names
    .filter((each) => (container === undefined ? !isFinishedInitialization(pod, each) : each === container))
    .filter((each) => !never.has(each))
    .flatMap((each) => {
      const current = { namespace, pod: name, container: each };
      const before = { ...current, previous: true };
      if (previous) return [before];
      return withPrevious && restarted.has(each) ? [current, before] : [current];
    });
}

function isFinishedInitialization({ status }: Pod, container: string): boolean {
  const found = (status?.initContainerStatuses ?? []).find(({ name }) => name === container);
  return found?.state?.terminated?.exitCode === 0;
}
