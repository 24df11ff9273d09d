import type { JsonObject } from '../json.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Deployment, Node, Pod } from '../kubernetes/kinds.ts';
import { resourceNamed } from '../kubernetes/resources.ts';
import { findApplication } from '../operations/applications.ts';
import type { Workspace } from '../people/people.ts';
import { Problem } from '../problem.ts';
import { quantity } from './quantity.ts';

interface ClusterEvent extends KubernetesObject {
  involvedObject: { name?: string };
  type?: string;
  reason?: string;
  message?: string;
  lastTimestamp?: string;
}

interface NodeWithCapacity extends Node {
  status?: NonNullable<Node['status']> & { allocatable?: Record<string, string> };
}

/** What the control plane tells about a workspace in its own words, computed from the cluster at each request. */
export class WorkspaceView {
  readonly #cluster: Cluster;
  readonly #workspace: Workspace;

  constructor(cluster: Cluster, workspace: Workspace) {
    this.#cluster = cluster;
    this.#workspace = workspace;
  }

  get id(): string {
    return this.#workspace.id;
  }

  async overview(): Promise<JsonObject> {
    const { id, name, organization, environment, namespaces } = this.#workspace;
    const [nodes, pods] = await Promise.all([this.#nodes(), this.#own<Pod>('pods')]);
    return {
      workspace: { id, name, organization, environment },
      projects: namespaces.map((namespace) => ({
        name: namespace,
        pods: pods.filter((pod) => pod.metadata.namespace === namespace).length,
      })),
      nodes: nodes.map(describeNode),
      resource_usage: { cpu_cores: usage(nodes, pods, 'cpu'), memory_bytes: usage(nodes, pods, 'memory') },
      metrics: { pods: pods.length, pods_ready: pods.filter(isReady).length, nodes: nodes.length },
    };
  }

  async nodes(): Promise<JsonObject[]> {
    return (await this.#nodes()).map(describeNode);
  }

  /** One insight for each deployment of the targets that is short of replicas; all deployments when none is named. */
  async insights(targets: readonly string[]): Promise<JsonObject[]> {
    const deployments = await this.#own<Deployment>('deployments');
    return deployments
      .filter(({ metadata }) => targets.length === 0 || targets.includes(metadata.name))
      .map((deployment) => ({ deployment, missing: missingReplicas(deployment) }))
      .filter(({ missing }) => missing > 0)
      .map(({ deployment: { metadata }, missing }) => ({
        type: 'unavailable_replicas',
        severity: 'warning',
        target: metadata.name,
        message: `${metadata.name} is short of ${missing} ready replicas`,
      }));
  }

  async application(name: string): Promise<JsonObject> {
    const found = await findApplication({ cluster: this.#cluster, workspace: this.#workspace }, name);
    const isProject = found.kind === 'Namespace';
    const events = (await this.#own<ClusterEvent>('events')).filter(
      ({ metadata, involvedObject: { name: about = '' } }) =>
        isProject ? metadata.namespace === name : about === name || about.startsWith(`${name}-`),
    );
    return {
      application: {
        id: name,
        name,
        project: isProject ? name : (found.metadata.namespace ?? ''),
        ...(isProject ? {} : replicasOf(found as Deployment)),
      },
      events: events.map(({ type = '', reason = '', message = '', lastTimestamp = '' }) => ({
        type,
        reason,
        message,
        timestamp: lastTimestamp,
      })),
    };
  }

  async performance(name: string): Promise<JsonObject> {
    const deployment = await this.#deployment(name);
    const missing = missingReplicas(deployment);
    return {
      application_id: name,
      metrics: { replicas: deployment.spec.replicas ?? 1, ready_replicas: deployment.status?.readyReplicas ?? 0 },
      suggestions: missing > 0 ? [`find out why ${missing} replicas are not ready`] : [],
    };
  }

  async #deployment(name: string): Promise<Deployment> {
    const found = (await this.#own<Deployment>('deployments')).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Problem(404, `workspace ${this.#workspace.id} has no application ${name}`);
    return found;
  }

  async #nodes(): Promise<NodeWithCapacity[]> {
    return (await this.#cluster.list(resourceNamed('nodes'), null, {})).items as NodeWithCapacity[];
  }

  async #own<Kind extends KubernetesObject>(plural: string): Promise<Kind[]> {
    return (await this.#cluster.list(resourceNamed(plural), this.#workspace.namespaces, {})).items as Kind[];
  }
}

function replicasOf({ spec, status }: Deployment): JsonObject {
  return {
    replicas: spec.replicas ?? 1,
    ready_replicas: status?.readyReplicas ?? 0,
    images: spec.template.spec.containers.map(({ image = '' }) => image),
  };
}

function describeNode({ metadata, spec, status }: NodeWithCapacity): JsonObject {
  const isNodeReady = status?.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  return {
    name: metadata.name,
    status: isNodeReady === true ? 'Ready' : 'NotReady',
    schedulable: spec.unschedulable !== true,
    cpu: status?.allocatable?.['cpu'] ?? null,
    memory: status?.allocatable?.['memory'] ?? null,
  };
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}

function missingReplicas({ spec, status }: Deployment): number {
  return Math.max(0, (spec.replicas ?? 1) - (status?.readyReplicas ?? 0));
}

function usage(nodes: readonly NodeWithCapacity[], pods: readonly Pod[], resource: 'cpu' | 'memory'): JsonObject {
  const requests = pods.flatMap(({ spec }) => spec.containers.map(({ resources }) => resources?.requests?.[resource]));
  const allocatable = nodes.map(({ status }) => status?.allocatable?.[resource]);
  return { requested: total(requests), allocatable: total(allocatable) };
}

function total(quantities: readonly (string | undefined)[]): number {
  return quantities.reduce((sum, each) => sum + quantity(each), 0);
}
