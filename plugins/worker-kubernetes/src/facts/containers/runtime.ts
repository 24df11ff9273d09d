import type { ClusterIndex } from '../cluster-index.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import type { Workload } from '../workloads.ts';
import { containersOf, type ContainerView, endForMemory, isCrashing, isReady, recovered } from './containers.ts';
import { startFailureIn } from './start-failure.ts';

/**
 * `container-out-of-memory`: the kernel ended a container for its memory limit, lately or still; `recovered`: it runs well since.
 * `container-not-created`: the kubelet cannot make the container; `missing` is the Secret or ConfigMap that it wants.
 * `container-crashing`: it ends by itself over and over; `exitCode` and its last words.
 * Both tell the `startFailure` that is said of them.
 */
export function runtimeFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => {
    const containers = workload.pods.flatMap(containersOf);
    return [
      ...first(containers, (container) => outOfMemory(index, workload, container)),
      ...first(containers, (container) => notCreated(index, workload, container)),
      ...first(containers, (container) => crashing(index, workload, container)),
    ];
  });
}

/** Of replicas that fail alike, one is told. */
function first(
  containers: readonly ContainerView[],
  look: (container: ContainerView) => ClusterFact | undefined,
): ClusterFact[] {
  for (const container of containers) {
    const fact = look(container);
    if (fact !== undefined) return [fact];
  }
  return [];
}

const recent = 60 * 60 * 1000;

function outOfMemory(index: ClusterIndex, workload: Workload, container: ContainerView): ClusterFact | undefined {
  const { status, spec, pod } = container;
  const ended = endForMemory(status);
  if (ended === undefined) return undefined;
  const age = index.now - Date.parse(ended.finishedAt ?? '');
  return {
    fact: 'container-out-of-memory',
    object: workload.object,
    container: container.name,
    limit: spec.resources?.limits?.['memory'] ?? '',
    restarts: status?.restartCount ?? 0,
    current: !isReady(pod) || !(age > recent),
    recovered: isReady(pod) && age > recovered,
    evidence: [
      evidenceOf(
        'object',
        referenceOf(pod),
        `${container.name} was ended by the kernel for want of memory, memory limit ${spec.resources?.limits?.['memory'] ?? 'none'}, ${status?.restartCount} restarts`,
        ended.finishedAt,
      ),
    ],
  };
}

const creationFailures = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PostStartHookError',
  'CreatePodSandboxError',
]);

function notCreated(
  index: ClusterIndex,
  workload: Workload,
  { status, pod, name }: ContainerView,
): ClusterFact | undefined {
  const waiting = status?.state?.waiting;
  if (!creationFailures.has(waiting?.reason ?? '')) return undefined;
  const event = index.events.of(referenceOf(pod), 'Failed').at(-1);
  const message = waiting?.message ?? event?.message ?? '';
  const [, kind, object] = /\b(secret|configmap)s? "?(?:[^/"\s]+\/)?([^"\s]+?)"? not found/i.exec(message) ?? [];
  const [, key, ofKind, of] =
    /couldn't find key ([^\s]+) in (Secret|ConfigMap) (?:[^/\s]+\/)?([^\s]+)/i.exec(message) ?? [];
  return {
    fact: 'container-not-created',
    object: workload.object,
    container: name,
    reason: waiting?.reason ?? '',
    message,
    missing: (kind ?? ofKind ?? '').toLowerCase(),
    startFailure: startFailureIn(waiting?.reason ?? '', message),
    name: object ?? of ?? '',
    key: key ?? '',
    evidence: [
      evidenceOf('object', referenceOf(pod), `${name} waits: ${waiting?.reason}: ${message}`),
      ...(event === undefined ? [] : [eventEvidence(event)]),
    ],
  };
}

function crashing(index: ClusterIndex, workload: Workload, container: ContainerView): ClusterFact | undefined {
  const { status, pod, name } = container;
  const ended = status?.state?.terminated ?? status?.lastState?.terminated;
  if (!isCrashing(container) || isReady(pod) || endForMemory(status) !== undefined) return undefined;
  const log = index
    .logsOf(workload)
    .findLast(({ pod: of, container: own }) => of === pod.metadata.name && own === name);
  const line = (ended?.message ?? log?.text ?? '').trimEnd().split('\n').at(-1) ?? '';
  return {
    fact: 'container-crashing',
    object: workload.object,
    container: name,
    exitCode: ended?.exitCode ?? 0,
    startFailure: startFailureIn(ended?.reason ?? '', line),
    restarts: status?.restartCount ?? 0,
    lastLine: line,
    evidence: [
      evidenceOf(
        'object',
        referenceOf(pod),
        `${name} ended with exit code ${ended?.exitCode ?? '?'}, ${status?.restartCount} restarts`,
      ),
      ...(line === '' ? [] : [evidenceOf('log', referenceOf(pod), line)]),
    ],
  };
}
