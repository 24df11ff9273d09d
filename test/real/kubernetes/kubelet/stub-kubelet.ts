import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type KubernetesApi, type KubernetesObject } from '../api.ts';
import type { Credentials } from '../servers/credentials.ts';
import { PodLogs } from './pod-logs.ts';
import { type ContainerEvent, type Pod, podState, reportContainer } from './pod-state.ts';

export const NODES = ['stub-1', 'stub-2'] as const;

/** How often a node's lease is renewed, in milliseconds; the node controller's patience is some 50 seconds. */
const HEARTBEAT = 5_000;

/**
 * Stands for the kubelets of two nodes of 4 CPUs and 8 GiB. Scheduled pods become what their `stub/state` asks for, at
 * once and again whenever the annotation changes; deleted pods go; logs can be read. No container ever runs. Everything
 * above it (admission, controllers, scheduler, garbage collection) is the real thing.
 */
export class StubKubelet implements AsyncDisposable {
  readonly #api: KubernetesApi;
  readonly #logs: PodLogs;
  readonly #stopping = new AbortController();
  readonly #reported = new Map<string, string>();
  #addresses = 0;
  #events = 0;
  #work: Promise<unknown> = Promise.resolve();

  private constructor(api: KubernetesApi, logs: PodLogs) {
    this.#api = api;
    this.#logs = logs;
  }

  static async start(api: KubernetesApi, credentials: Credentials, port: number): Promise<StubKubelet> {
    const [cert, key] = await Promise.all([
      readFile(credentials.certificateFile),
      readFile(credentials.privateKeyFile),
    ]);
    const logs = new PodLogs(cert, key);
    const kubelet = new StubKubelet(api, logs);
    await new Promise<void>((resolve) => logs.server.listen(port, '127.0.0.1', resolve));
    for (const node of NODES) await kubelet.#register(node, port);
    kubelet.#work = Promise.all([kubelet.#beat(), kubelet.#follow()]);
    return kubelet;
  }

  /** Rejects with what went wrong in the background, if anything did. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#logs.server.closeAllConnections();
    await new Promise((resolve) => this.#logs.server.close(resolve));
    await this.#work;
  }

  async #register(name: string, port: number): Promise<void> {
    const now = new Date().toISOString();
    const room = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' };
    const node: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
    };
    await this.#api.apply([node]);
    const condition = (type: string, status: 'True' | 'False', reason: string, message: string) => ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    });
    await this.#api.patchStatus(node, {
      capacity: room,
      allocatable: room,
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
    });
  }

  async #beat(): Promise<void> {
    await this.#untilStopped(async (signal) => {
      const spec = { leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') };
      await this.#api.apply(
        NODES.map((name) => ({
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name, namespace: 'kube-node-lease' },
          spec: { ...spec, holderIdentity: name },
        })),
      );
      await sleep(HEARTBEAT, undefined, { signal });
    });
  }

  async #follow(): Promise<void> {
    await this.#untilStopped(async (signal) => {
      for await (const { type, object } of this.#api.watch('/api/v1/pods', signal)) {
        if (type === 'ADDED' || type === 'MODIFIED') await this.#sync(object as Pod);
      }
    });
  }

  async #untilStopped(step: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await step(signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }

  async #sync(pod: Pod): Promise<void> {
    const { metadata, spec } = pod;
    if (!NODES.some((node) => node === spec.nodeName)) return;
    try {
      if (metadata.deletionTimestamp === undefined) await this.#report(pod);
      else await this.#api.call('DELETE', await this.#api.path(pod), { gracePeriodSeconds: 0 });
    } catch (error) {
      // Deleted meanwhile: a later event of the watch says so.
      if (!(error instanceof ApiError && (error.status === 404 || error.status === 409))) throw error;
    }
  }

  async #report(pod: Pod): Promise<void> {
    const { metadata, spec } = pod;
    const { annotations = {}, uid = '' } = metadata;
    this.#logs.remember(pod);
    const wanted = JSON.stringify([
      podState(pod),
      annotations['stub/message'],
      spec.containers.map(({ image }) => image),
    ]);
    if (this.#reported.get(uid) === wanted) return;
    const first = !this.#reported.has(uid);
    this.#reported.set(uid, wanted);

    const now = new Date().toISOString();
    const reports = spec.containers.map((container) => reportContainer(pod, container, now));
    const unready = spec.containers.filter((_, index) => reports[index]?.status['ready'] !== true).map((c) => c.name);
    const ready = unready.length === 0;
    const readiness = ready
      ? { status: 'True', lastTransitionTime: now }
      : {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
          lastTransitionTime: now,
        };
    const started = reports.some(({ status }) => status['started'] === true || status['restartCount'] !== 0);
    await this.#api.patchStatus(pod, {
      phase: started ? 'Running' : 'Pending',
      hostIP: '127.0.0.1',
      ...(first && this.#address(now)),
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: now },
        { type: 'Initialized', status: 'True', lastTransitionTime: now },
        { type: 'ContainersReady', ...readiness },
        { type: 'Ready', ...readiness },
      ],
      containerStatuses: reports.map(({ status }) => status),
    });
    for (const [index, { events }] of reports.entries()) {
      for (const event of events) await this.#say(pod, spec.containers[index]?.name ?? '', event, now);
    }
  }

  #address(now: string): Readonly<Record<string, unknown>> {
    this.#addresses += 1;
    const podIP = `10.244.${this.#addresses >> 8}.${this.#addresses & 255}`;
    return { podIP, podIPs: [{ ip: podIP }], startTime: now };
  }

  async #say(pod: Pod, container: string, event: ContainerEvent, now: string): Promise<void> {
    const { name, namespace = 'default', uid } = pod.metadata;
    this.#events += 1;
    await this.#api.call('POST', `/api/v1/namespaces/${namespace}/events`, {
      metadata: { name: `${name}.${this.#events.toString(16).padStart(16, '0')}`, namespace },
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        name,
        namespace,
        uid,
        fieldPath: `spec.containers{${container}}`,
      },
      ...event,
      count: event.count ?? 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: { component: 'kubelet', host: pod.spec.nodeName },
      reportingComponent: 'kubelet',
      reportingInstance: pod.spec.nodeName,
    });
  }
}
