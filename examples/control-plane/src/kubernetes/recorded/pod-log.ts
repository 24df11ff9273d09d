import type { LogQuery } from '../cluster.ts';
import { resourceNamed } from '../resources.ts';
import { KubernetesError, notFound } from '../status.ts';
import type { Pod } from '../kinds.ts';
import type { LogSource } from './log-source.ts';
import { logWindow } from './log-window.ts';
import type { ObjectStore } from './store.ts';

export interface PodLogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly query: LogQuery;
}

/** The refusals are those of a kubelet, in its words. */
export async function readRecordedLog(
  store: ObjectStore,
  logs: LogSource,
  { namespace, pod: podName, query }: PodLogRequest,
): Promise<string> {
  const pod = store.get(resourceNamed('pods'), { namespace, name: podName }) as Pod | undefined;
  if (pod === undefined) throw notFound('pods', '', podName);
  const container = containerOf(pod, query.container);
  const log = { namespace, pod: podName, container, previous: query.previous === true };
  const text = await logs.read(log);
  if (text !== undefined) return logWindow(text, query);
  const refusal = await logs.readRefusal(log);
  if (refusal !== undefined) {
    throw new KubernetesError(400, refusal.trim().replace(/^Error from server \(BadRequest\): /, ''));
  }
  if (log.previous) {
    throw new KubernetesError(400, `previous terminated container "${container}" in pod "${podName}" not found`);
  }
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const waiting = statuses.find(({ name }) => name === container)?.state?.waiting;
  if (waiting !== undefined && waiting.reason !== 'CrashLoopBackOff') {
    throw new KubernetesError(
      400,
      `container "${container}" in pod "${podName}" is waiting to start: ${waiting.reason}`,
    );
  }
  return '';
}

function containerOf({ spec, metadata }: Pod, wanted: string | undefined): string {
  const regular = spec.containers.map(({ name }) => name);
  const every = [...regular, ...(spec.initContainers ?? []).map(({ name }) => name)];
  if (wanted !== undefined && wanted !== '') {
    if (every.includes(wanted)) return wanted;
    throw new KubernetesError(400, `container ${wanted} is not valid for pod ${metadata.name}`);
  }
  const [only, ...others] = regular;
  if (only !== undefined && others.length === 0) return only;
  throw new KubernetesError(
    400,
    `a container name must be specified for pod ${metadata.name}, choose one of: [${regular.join(' ')}]`,
  );
}
