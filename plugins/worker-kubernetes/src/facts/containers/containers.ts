import type { Container, ContainerStatus, Pod } from '../../cluster/objects.ts';
import type { Probe } from '../parts.ts';
import type { Workload } from '../workloads.ts';

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
  const view = (
    container: Container,
    statuses: readonly ContainerStatus[] | undefined,
    init: boolean,
  ): ContainerView => ({
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

/** The containers that run side by side, sidecars among the init containers too. */
export function runningContainersOf(workload: Workload): readonly Container[] {
  const spec = workload.pods[0]?.spec ?? workload.template.spec;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...(spec?.containers ?? [])];
}

export const probeKinds = ['liveness', 'readiness', 'startup'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/**
 * The probe as it was meant. A mesh rewrites probes of the pods so that they go through its proxy
 * (`/app-health/CONTAINER/readyz`); then the workload's template has the probe, or the proxy's environment.
 */
export function probeOf(workload: Workload, { pod, spec, name }: ContainerView, kind: ProbeKind): Probe | undefined {
  const probe = ofKind(spec, kind);
  if (probe?.httpGet?.path?.startsWith('/app-health/') !== true) return probe;
  const original = (workload.template.spec?.containers ?? []).find((container) => container.name === name);
  const meant = original === undefined ? undefined : ofKind(original, kind);
  if (meant !== undefined && meant.httpGet?.path !== probe.httpGet.path) return meant;
  return { ...probe, ...fromProxy(pod, probe.httpGet.path) };
}

function ofKind(container: Container, kind: ProbeKind): Probe | undefined {
  return kind === 'liveness'
    ? container.livenessProbe
    : kind === 'readiness'
      ? container.readinessProbe
      : container.startupProbe;
}

function fromProxy(pod: Pod, path: string): Probe {
  const text = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
    .flatMap(({ env }) => env ?? [])
    .find(({ name }) => name === 'ISTIO_KUBE_APP_PROBERS')?.value;
  try {
    const probers: unknown = JSON.parse(text ?? '{}');
    const meant: unknown = typeof probers === 'object' && probers !== null ? Reflect.get(probers, path) : undefined;
    if (typeof meant === 'object' && meant !== null) return { httpGet: undefined, ...(meant as Probe) };
  } catch {
    // The environment of a container is anyone's text.
  }
  return {};
}

/** Whether the pod serves: its condition Ready. */
export function isReady(pod: Pod): boolean {
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Milliseconds: a pod that has been ready for so long after a container of it was ended has got over it. */
export const recovered = 15 * 60 * 1000;

/** What runc says of a limit that is too low for a container even to be started. */
export const endedForMemory = /container init was OOM-killed/;

/** How a container ended for its memory limit: by the reason of its end, or by the words of it or of what it waits for. */
export function endForMemory(
  status: ContainerStatus | undefined,
): { readonly finishedAt?: string | undefined } | undefined {
  const ended = [status?.state?.terminated, status?.lastState?.terminated].find(
    (end) => end?.reason === 'OOMKilled' || endedForMemory.test(end?.message ?? ''),
  );
  return ended ?? (endedForMemory.test(status?.state?.waiting?.message ?? '') ? {} : undefined);
}

/** It fails over and over: waiting to be started again, or with a restart and not running well now. */
export function isCrashing({ status }: ContainerView): boolean {
  if (status === undefined) return false;
  if (status.state?.waiting?.reason === 'CrashLoopBackOff') return true;
  const failed = status.state?.terminated ?? status.lastState?.terminated;
  return failed !== undefined && failed.exitCode !== 0 && (status.ready !== true || (status.restartCount ?? 0) > 0);
}
