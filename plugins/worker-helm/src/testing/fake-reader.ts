import type {
  ClusterQuery,
  ClusterReader,
  ClusterReading,
  ClusterResource,
  KubernetesObject,
  OfferedResource,
  ToolContext,
} from '@hexaops/core';
import { HexaopsError } from '@hexaops/core';

const kinds: Readonly<Record<string, string>> = {
  configmaps: 'ConfigMap',
  cronjobs: 'CronJob',
  deployments: 'Deployment',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  jobs: 'Job',
  pods: 'Pod',
  replicasets: 'ReplicaSet',
  secrets: 'Secret',
  services: 'Service',
  statefulsets: 'StatefulSet',
};

/** A cluster in memory, behind the contract of `clusterPoint`. */
export class FakeReader implements ClusterReader {
  readonly id = 'fake';
  readonly asked: string[] = [];
  objects: readonly KubernetesObject[];
  /** Resources of which nothing may be read. */
  readonly forbidden = new Set<string>();

  constructor(objects: readonly KubernetesObject[]) {
    this.objects = objects;
  }

  async list({ resource }: ClusterResource, query: ClusterQuery, context: ToolContext): Promise<ClusterReading> {
    const { namespace, name, labelSelector } = query;
    this.asked.push(`${context.caller.subject} ${resource} ${labelSelector ?? name ?? ''}`.trim());
    if (this.forbidden.has(resource)) throw new HexaopsError('forbidden', `${resource} may not be read`);
    const items = this.objects.filter(
      ({ kind, metadata }) =>
        kind === kinds[resource] &&
        (namespace === undefined || metadata.namespace === namespace) &&
        (name === undefined || metadata.name === name) &&
        matches(labelSelector, metadata.labels ?? {}),
    );
    return { items, truncated: false, unavailable: [], query: `GET ${resource}`, source: 'kubernetes' };
  }

  async offered({ group, version }: Pick<ClusterResource, 'group' | 'version'>): Promise<readonly OfferedResource[]> {
    return Object.entries(kinds).map(([resource, kind]) => ({ group, version, resource, kind, namespaced: true }));
  }
}

function matches(selector: string | undefined, labels: Readonly<Record<string, string>>): boolean {
  return (selector ?? '')
    .split(',')
    .filter((part) => part !== '')
    .every((part) => {
      const [key = '', value] = part.split(/!?=/);
      return part.includes('!=') ? labels[key] !== value : labels[key] === value;
    });
}
