import type { KubernetesObject } from '../api.ts';

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string; readonly containers: readonly Container[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
  };
}

interface Container {
  readonly name: string;
  readonly image: string;
}

/** What kubelet says in an event about one container. */
export interface ContainerEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count?: number;
}

/** What kubelet would report of one container: its part of `status.containerStatuses`, and the events of the way there. */
export interface ContainerReport {
  readonly status: Readonly<Record<string, unknown>>;
  readonly events: readonly ContainerEvent[];
}

type Report = (pod: Pod, container: Container, now: string) => ContainerReport;

const RESTARTS = 6;

/** Reasons, messages and counts are worded as kubelet and containerd word them. */
const REPORTS = {
  Running: (pod, container, now) => ({
    status: { ...running(pod, container, now), ready: true },
    events: begun(container),
  }),

  NotReady: (pod, container, now) => {
    const message = said(pod) ?? 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    return {
      status: { ...running(pod, container, now), ready: false },
      events: [...begun(container), { type: 'Warning', reason: 'Unhealthy', message, count: 12 }],
    };
  },

  CrashLoopBackOff: (pod, container, now) => crashed(pod, container, now, { exitCode: 1, reason: 'Error' }),

  OOMKilled: (pod, container, now) => crashed(pod, container, now, { exitCode: 137, reason: 'OOMKilled' }),

  ImagePullBackOff: (pod, container) => {
    const { image } = container;
    const cause =
      said(pod) ??
      `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    return {
      status: waiting(pod, container, 'ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${cause}`),
      events: [
        { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"`, count: 4 },
        { type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${cause}`, count: 4 },
        { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull', count: 4 },
        { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"`, count: 11 },
        { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff', count: 11 },
      ],
    };
  },

  CreateContainerConfigError: (pod, container) => {
    const message = said(pod) ?? 'configmap "settings" not found';
    return {
      status: waiting(pod, container, 'CreateContainerConfigError', message),
      events: [{ type: 'Warning', reason: 'Failed', message: `Error: ${message}`, count: 9 }],
    };
  },
} satisfies Record<string, Report>;

/**
 * What a test may want of a pod's containers, in the annotation `stub/state` of the pod (or of its template).
 * `stub/message` replaces the runtime's own words; `stub/log` is what the container has logged.
 */
export type PodState = keyof typeof REPORTS;

export function podState({ metadata }: Pod): PodState {
  const wanted = metadata.annotations?.['stub/state'] ?? 'Running';
  if (Object.hasOwn(REPORTS, wanted)) return wanted as PodState;
  throw new Error(`${metadata.name} has stub/state ${wanted}; known: ${Object.keys(REPORTS).join(', ')}`);
}

export function reportContainer(pod: Pod, container: Container, now: string): ContainerReport {
  return REPORTS[podState(pod)](pod, container, now);
}

function said(pod: Pod): string | undefined {
  return pod.metadata.annotations?.['stub/message'];
}

function identity(pod: Pod, { name, image }: Container) {
  return { name, image, imageID: `sha256:${'0'.repeat(64)}`, containerID: `containerd://${pod.metadata.uid}-${name}` };
}

function running(pod: Pod, container: Container, now: string) {
  return { ...identity(pod, container), started: true, restartCount: 0, state: { running: { startedAt: now } } };
}

function waiting(pod: Pod, container: Container, reason: string, message: string, restartCount = 0) {
  return {
    ...identity(pod, container),
    ready: false,
    started: false,
    restartCount,
    state: { waiting: { reason, message } },
  };
}

function begun({ name, image }: Container, count = 1): ContainerEvent[] {
  return [
    { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"`, count },
    { type: 'Normal', reason: 'Pulled', message: `Successfully pulled image "${image}" in 812ms`, count },
    { type: 'Normal', reason: 'Created', message: `Created container: ${name}`, count },
    { type: 'Normal', reason: 'Started', message: 'Container started', count },
  ];
}

function crashed(
  pod: Pod,
  container: Container,
  now: string,
  exit: { readonly exitCode: number; readonly reason: string },
): ContainerReport {
  const { name, namespace, uid } = pod.metadata;
  const id = `${name}_${namespace}(${uid})`;
  const message = said(pod);
  const backOff = `back-off 5m0s restarting failed container=${container.name} pod=${id}`;
  const event = `Back-off restarting failed container ${container.name} in pod ${id}`;
  return {
    status: {
      ...waiting(pod, container, 'CrashLoopBackOff', backOff, RESTARTS),
      lastState: {
        terminated: { ...exit, startedAt: now, finishedAt: now, ...(message !== undefined && { message }) },
      },
    },
    events: [...begun(container, RESTARTS), { type: 'Warning', reason: 'BackOff', message: event, count: 27 }],
  };
}
