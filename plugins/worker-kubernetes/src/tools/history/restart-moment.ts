import type { Moment } from '@hexaops/core';
import type { ContainerStatus, Pod } from '../../cluster/index.ts';

/** The last end of a container that was started again. Kubernetes keeps no earlier ones. */
export function restartMoment({ metadata }: Pod, status: ContainerStatus, restarts: number): readonly Moment[] {
  const ended = status.lastState?.terminated ?? status.state?.terminated;
  const at = Date.parse(ended?.finishedAt ?? '');
  if (Number.isNaN(at)) return [];
  const how = [ended?.reason, ended?.exitCode === undefined ? undefined : `exit code ${ended.exitCode}`];
  const told = how.filter((part) => part !== undefined).join(', ');
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  const what = `container ${status.name ?? ''} ended${told === '' ? '' : ` (${told})`}; it has restarted ${times}`;
  const object = { kind: 'Pod', namespace: metadata.namespace, name: metadata.name };
  // Kubernetes writes whole seconds.
  return [{ at, precision: 1000, kind: 'symptom', what, object, evidence: [0] }];
}
