import type { KubernetesObject } from '@hexaops/core';
import { bounded, isObject, type Json, type JsonObject, textOf } from '../record/index.ts';

/** Why pods do not get ready. */
export interface PodTrouble {
  readonly pod: string;
  /** `ImagePullBackOff`, `OOMKilled`, `Unschedulable`: Kubernetes' own word. */
  readonly reason: string;
  readonly message: string;
  /** It will not pass by waiting. */
  readonly isBroken: boolean;
}

const passing: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** Of the pods that are not ready the newest one's reason: older ones run what was there before. */
export function troubleOf(pods: readonly KubernetesObject[]): PodTrouble | undefined {
  const newest = pods.toSorted((left, right) => madeAt(right) - madeAt(left));
  for (const pod of newest) {
    const trouble = troubleOfPod(pod);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function troubleOfPod(pod: KubernetesObject): PodTrouble | undefined {
  const status = pod['status'] === undefined ? null : bounded(pod['status']);
  if (!isObject(status)) return undefined;
  const tell = (reason: string, message: Json | undefined, isBroken: boolean): PodTrouble => ({
    pod: pod.metadata.name,
    reason,
    message: typeof message === 'string' ? message.slice(0, 500) : '',
    isBroken,
  });
  const containers = [...listOf(status['initContainerStatuses']), ...listOf(status['containerStatuses'])];
  for (const { state, lastState, ready } of containers) {
    const waiting = member(state, 'waiting');
    if (waiting !== undefined && !passing.has(textOf(waiting['reason'] ?? ''))) {
      const ended = member(lastState, 'terminated');
      const reason = ended?.['reason'] === 'OOMKilled' ? 'OOMKilled' : textOf(waiting['reason'] ?? 'Waiting');
      return tell(reason, waiting['message'], true);
    }
    const terminated = member(state, 'terminated');
    if (terminated !== undefined && terminated['exitCode'] !== 0)
      return tell(textOf(terminated['reason'] ?? 'Error'), terminated['message'], true);
    if (member(state, 'running') !== undefined && ready === false) return tell('NotReady', undefined, false);
  }
  const scheduled = listOf(status['conditions']).find(({ type }) => type === 'PodScheduled');
  if (scheduled?.['status'] === 'False')
    return tell(textOf(scheduled['reason'] ?? 'Unschedulable'), scheduled['message'], true);
  return undefined;
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

function member(value: Json | undefined, name: string): JsonObject | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : undefined;
}

function madeAt({ metadata }: KubernetesObject): number {
  const { creationTimestamp } = metadata;
  return typeof creationTimestamp === 'string' ? Date.parse(creationTimestamp) : 0;
}
