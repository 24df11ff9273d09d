import type { Deployment, Endpoints, Pod, ReplicaSet } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { logsFromText } from '../kubernetes/recorded/log-source.ts';
import { RecordedCluster } from '../kubernetes/recorded/recorded-cluster.ts';
import { resourceNamed } from '../kubernetes/resources.ts';
import { deployment, exampleObjects, node, pod, replicaSet, service } from './cluster.ts';

export const checkout = { namespace: 'shop', name: 'checkout' };

/** A recorded cluster, of the example objects unless told otherwise, and what of it changes. */
export class Probe {
  readonly cluster: RecordedCluster;

  constructor(objects: readonly KubernetesObject[] = exampleObjects()) {
    this.cluster = new RecordedCluster(objects, logsFromText({}));
  }

  async deployment(): Promise<Deployment> {
    return (await this.cluster.get(resourceNamed('deployments'), checkout)) as Deployment;
  }

  async pods(): Promise<Pod[]> {
    return (await this.cluster.list(resourceNamed('pods'), ['shop'], {})).items as Pod[];
  }

  async sets(): Promise<Record<string, number | undefined>> {
    const { items } = await this.cluster.list(resourceNamed('replicasets'), ['shop'], {});
    return Object.fromEntries((items as ReplicaSet[]).map(({ metadata, spec }) => [metadata.name, spec.replicas]));
  }

  /** Addresses that get traffic, and those that do not yet. */
  async endpoints(): Promise<[string[], string[]]> {
    const { subsets } = (await this.cluster.get(resourceNamed('endpoints'), checkout)) as Endpoints;
    const ready = subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
    return [ready, subsets.flatMap(({ notReadyAddresses = [] }) => notReadyAddresses.map(({ ip }) => ip))];
  }

  scale(replicas: number): Promise<KubernetesObject> {
    return this.cluster.patch(resourceNamed('deployments'), checkout, { spec: { replicas } });
  }

  changeTemplate(template: Record<string, never> | { metadata: object } | { spec: object }): Promise<KubernetesObject> {
    return this.cluster.patch(
      resourceNamed('deployments'),
      checkout,
      JSON.parse(JSON.stringify({ spec: { template } })),
    );
  }
}

/** The deployment with pods of these statuses, on one node, behind a service without endpoints yet. */
export function failing(statuses: readonly Pod['status'][]): KubernetesObject[] {
  const owner = deployment('shop', 'checkout', statuses.length);
  const set = replicaSet(owner, 'current', 2);
  const pods = statuses.map((status, index) => pod(set, `p${index}`, status));
  return [node('node-1'), owner, set, ...pods, service('shop', 'checkout', { app: 'checkout' })];
}
