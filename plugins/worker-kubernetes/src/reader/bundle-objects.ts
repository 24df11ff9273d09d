import type { ClusterQuery, ClusterResource, OfferedResource } from '@hexaops/core';
import { type Resource, resources } from '../cluster/index.ts';
import type { ClusterSource, ReadContext } from '../source/index.ts';
import { isSecrets } from './helm-records.ts';
import type { Listed, ObjectPlace } from './object-place.ts';
import { rawObjects } from './raw-objects.ts';

/** The objects that a support bundle has recorded, cleaned as its reader cleans them: values of Secrets and ConfigMaps are not among them. */
export class BundleObjects implements ObjectPlace {
  readonly #source: Pick<ClusterSource, 'list'>;

  constructor(source: Pick<ClusterSource, 'list'>) {
    this.#source = source;
  }

  async list(resource: ClusterResource, query: ClusterQuery, context: ReadContext): Promise<Listed> {
    const known = resources.find((each) => isSame(each, resource));
    if (isSecrets(resource)) return missing('a bundle keeps no values of Secrets, and so no release records of Helm');
    if (known === undefined) return missing(`a bundle does not hold ${resource.resource}`);
    if (query.fieldSelector !== undefined) return missing('a bundle is not searched by field');
    const { namespace, name, labelSelector } = query;
    const request = {
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(labelSelector !== undefined && { labelSelector }),
    };
    const { items, truncated, unavailable } = await this.#source.list(known.kind, request, context);
    const apiVersion = known.group === '' ? known.version : `${known.group}/${known.version}`;
    return {
      items: rawObjects({ items: items.map((object) => ({ ...object, apiVersion })) }).items,
      truncated,
      ...(unavailable !== undefined && { reason: unavailable.reason }),
    };
  }

  async offered({ group, version }: Pick<ClusterResource, 'group' | 'version'>): Promise<readonly OfferedResource[]> {
    return resources
      .filter((known) => known.group === group && known.version === version)
      .map(({ plural, kind, namespaced }) => ({ group, version, resource: plural, kind, namespaced }));
  }

  queryOf(resource: ClusterResource, { namespace, name }: ClusterQuery): string {
    const known = resources.find((each) => isSame(each, resource));
    const [folder = resource.resource] = known?.bundleNames ?? [];
    const place = known?.namespaced === false ? '' : `/${namespace ?? '*'}`;
    return `support-bundle cluster-resources/${folder}${place}.json${name === undefined ? '' : ` (metadata.name = ${name})`}`;
  }
}

function isSame({ group, version, plural }: Resource, resource: ClusterResource): boolean {
  return group === resource.group && version === resource.version && plural === resource.resource;
}

function missing(reason: string): Listed {
  return { items: [], truncated: false, reason };
}
