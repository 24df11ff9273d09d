import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { ToolContext, UnavailableSource } from './tool.ts';

/** A resource of the Kubernetes API, as paths have it: `{ group: 'apps', version: 'v1', resource: 'deployments' }`. */
export interface ClusterResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural, in lower case. */
  readonly resource: string;
}

/** What a group and version of the API offers. */
export interface OfferedResource extends ClusterResource {
  readonly kind: string;
  readonly namespaced: boolean;
}

/** An object as it is kept: nothing in it is masked, and anyone may have written it. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ClusterQuery {
  /** All that belong to the caller's workspace where there is none. */
  readonly namespace?: string;
  /** One object. It goes with no selector. */
  readonly name?: string;
  /** As in `kubectl --selector`. */
  readonly labelSelector?: string;
  /** As in `kubectl --field-selector`. */
  readonly fieldSelector?: string;
}

export interface ClusterReading {
  /** None where the cluster has no such object, or no such resource. */
  readonly items: readonly KubernetesObject[];
  /** There are more, which the byte cap kept out. */
  readonly truncated: boolean;
  /** What could not be read while something could. */
  readonly unavailable: readonly UnavailableSource[];
  /** The exact query, and the system that was asked: for evidence. */
  readonly query: string;
  readonly source: string;
}

/**
 * The workspace's cluster, for plugins that are not its own: read only, with the caller's token, inside the workspace's
 * namespaces and the byte cap, whatever is asked for.
 *
 * Secrets are refused (`forbidden`), with one exception: Helm's release records, asked for by the field selector
 * `type=helm.sh/release.v1` or the label selector `owner=helm`. Whatever else such a list holds is left out. A release
 * record repeats secrets, and so may any object: a plugin masks what it shows.
 *
 * Raises `input-invalid` for a name or selector that nothing can have, `namespace-not-allowed`, `forbidden` where nothing
 * of it may be read, and what the place that is read raises: `cluster-unavailable`, `reauthentication-required`, ...
 */
export interface ClusterReader {
  readonly id: string;
  list(resource: ClusterResource, query: ClusterQuery, context: ToolContext): Promise<ClusterReading>;
  /** What a group and version offers: how a kind becomes a resource. Nothing where the cluster does not have it. */
  offered(api: Pick<ClusterResource, 'group' | 'version'>, context: ToolContext): Promise<readonly OfferedResource[]>;
}

export const clusterPoint: ExtensionPoint<ClusterReader> = extensionPoint<ClusterReader>('cluster', 'v1');
