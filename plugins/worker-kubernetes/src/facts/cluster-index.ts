import type { ObjectReference } from '@hexaops/core';
import type { Node, Pod, Service } from '../cluster/objects.ts';
import type { ClusterSnapshot, PodLog } from '../cluster/snapshot.ts';
import type { ConnectivityCheck } from '../cluster/supplements.ts';
import { EventIndex } from './events.ts';
import { keyOf, referenceOf } from './fact.ts';
import { append, LabelIndex } from './labels.ts';
import { labelsOf, readWorkloads, type Workload } from './workloads.ts';

/** A service with what it selects. */
export interface ServiceView {
  readonly object: ObjectReference;
  readonly service: Service;
  readonly pods: readonly Pod[];
  /** Workloads whose pod template it selects, whether or not they have pods. */
  readonly workloads: readonly Workload[];
}

/** The joins that facts are made of, each built once in time linear in the size of the cluster. */
export interface ClusterIndex {
  readonly snapshot: ClusterSnapshot;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly events: EventIndex;
  readonly workloads: readonly Workload[];
  readonly services: readonly ServiceView[];
  readonly nodes: readonly Node[];
  readonly nodesByName: ReadonlyMap<string, Node>;
  readonly pods: LabelIndex<Pod>;
  workloadOf(pod: Pod): Workload | undefined;
  workload(reference: ObjectReference): Workload | undefined;
  service(namespace: string, name: string): ServiceView | undefined;
  podsOn(node: string): readonly Pod[];
  /** The services that select the workload. */
  servicesOf(workload: Workload): readonly ServiceView[];
  logsOf(workload: Workload): readonly PodLog[];
  connectivityOf(namespace: string, service: string): readonly ConnectivityCheck[];
}

export function indexCluster(snapshot: ClusterSnapshot): ClusterIndex {
  const byReference = readWorkloads(snapshot);
  const workloads = [...byReference.values()];
  const owners = new Map<Pod, Workload>();
  const running: Pod[] = [];
  for (const workload of workloads) {
    for (const pod of workload.pods) {
      owners.set(pod, workload);
      running.push(pod);
    }
  }
  const pods = new LabelIndex(running, ({ metadata }) => ({
    namespace: metadata.namespace,
    labels: metadata.labels ?? {},
  }));
  const templates = new LabelIndex(workloads, (workload) => ({
    namespace: workload.namespace,
    labels: labelsOf(workload),
  }));

  const services = snapshot.list('Service').map((service) => viewService(service, pods, templates));
  const byName = new Map(services.map((view) => [keyOf(view.object), view]));
  const servicesByWorkload = new Map<Workload, ServiceView[]>();
  for (const view of services) for (const workload of view.workloads) append(servicesByWorkload, workload, view);

  const byNode = new Map<string, Pod[]>();
  for (const pod of running) if (pod.spec?.nodeName !== undefined) append(byNode, pod.spec.nodeName, pod);
  const logs = new Map<string, PodLog[]>();
  for (const log of snapshot.logs) append(logs, `${log.namespace}/${log.pod}`, log);

  const checks = new Map<string, ConnectivityCheck[]>();
  for (const check of snapshot.supplements.connectivity ?? [])
    append(checks, `${check.namespace}/${check.service}`, check);

  return {
    snapshot,
    now: snapshot.collectedAt.getTime(),
    events: new EventIndex(snapshot),
    workloads,
    services,
    nodes: snapshot.list('Node'),
    nodesByName: new Map(snapshot.list('Node').map((node) => [node.metadata.name, node])),
    pods,
    workloadOf: (pod) => owners.get(pod),
    workload: (reference) => byReference.get(keyOf(reference)),
    service: (namespace, name) => byName.get(keyOf({ kind: 'Service', namespace, name })),
    podsOn: (node) => byNode.get(node) ?? [],
    servicesOf: (workload) => servicesByWorkload.get(workload) ?? [],
    logsOf: ({ namespace, pods: own }) =>
      own.flatMap(({ metadata }) => logs.get(`${namespace}/${metadata.name}`) ?? []),
    connectivityOf: (namespace, service) => checks.get(`${namespace}/${service}`) ?? [],
  };
}

function viewService(service: Service, pods: LabelIndex<Pod>, templates: LabelIndex<Workload>): ServiceView {
  const selector = service.spec?.selector ?? {};
  const { namespace } = service.metadata;
  const selects = Object.keys(selector).length > 0;
  return {
    object: referenceOf(service),
    service,
    pods: selects ? pods.withLabels(namespace, selector) : [],
    workloads: selects ? templates.withLabels(namespace, selector) : [],
  };
}
