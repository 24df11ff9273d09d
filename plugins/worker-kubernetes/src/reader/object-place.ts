import type { ClusterQuery, ClusterResource, KubernetesObject, OfferedResource } from '@hexaops/core';
import type { ReadContext } from '../source/index.ts';

export interface Listed {
  readonly items: readonly KubernetesObject[];
  readonly truncated: boolean;
  /** Why some or all of it could not be read. */
  readonly reason?: string;
}

/** Where objects of any kind are read, as they are: an API server, or a recording. Names and selectors have been checked. */
export interface ObjectPlace {
  /** Everywhere where no namespace is given. Raises what the place raises; a 404 is an empty list. */
  list(resource: ClusterResource, query: ClusterQuery, context: ReadContext): Promise<Listed>;
  offered(api: Pick<ClusterResource, 'group' | 'version'>, context: ReadContext): Promise<readonly OfferedResource[]>;
  /** The exact query, for evidence. */
  queryOf(resource: ClusterResource, query: ClusterQuery): string;
}
