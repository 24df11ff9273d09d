import {
  type ClusterQuery,
  type ClusterReader,
  type ClusterReading,
  type ClusterResource,
  HexaopsError,
  messageOf,
  type OfferedResource,
  type ToolContext,
  type UnavailableSource,
} from '@hexaops/core';
import { resources } from '../cluster/index.ts';
import { type ClusterAccess, isDecisive } from '../tools/access.ts';
import { checkApi, checkQuery } from './check-query.ts';
import { isSecrets, onlyHelmRecord, requireHelmRecords } from './helm-records.ts';
import type { Listed, ObjectPlace } from './object-place.ts';
import { isOfWorkspace, isShared } from './shared-objects.ts';

const namespaceResource = { group: '', version: 'v1', resource: 'namespaces' } as const;
/** Namespaces that are read one by one, where nothing may be read everywhere. */
const mostNamespaces = 50;

export interface ReaderSettings {
  /** Bytes that one call may read. */
  readonly readBytes: number;
}

/** The cluster for other plugins: whatever they ask for, it is read as the caller, inside the workspace's namespaces. */
export class WorkspaceReader implements ClusterReader {
  readonly id = 'worker-kubernetes';
  readonly #access: ClusterAccess;
  readonly #place: ObjectPlace;
  readonly #settings: ReaderSettings;

  constructor(access: ClusterAccess, place: ObjectPlace, settings: ReaderSettings) {
    this.#access = access;
    this.#place = place;
    this.#settings = settings;
  }

  async list(resource: ClusterResource, query: ClusterQuery, context: ToolContext): Promise<ClusterReading> {
    checkQuery(resource, query);
    if (isSecrets(resource)) requireHelmRecords(query);
    const allowed = this.#access.namespaces(context, query.namespace === undefined ? undefined : [query.namespace]);
    if (allowed === undefined) return this.#readAnywhere(resource, query, context);
    if (query.namespace === undefined && !(await this.#isNamespaced(resource, context))) {
      if (!isShared(resource)) {
        throw new HexaopsError('namespace-not-allowed', `${resource.resource} belong to no workspace`, {
          nextStep: 'ask for objects of the workspace’s namespaces',
        });
      }
      return this.#read(resource, [query], allowed, context);
    }
    return this.#read(
      resource,
      allowed.map((namespace) => ({ ...query, namespace })),
      undefined,
      context,
    );
  }

  async offered(
    api: Pick<ClusterResource, 'group' | 'version'>,
    context: ToolContext,
  ): Promise<readonly OfferedResource[]> {
    checkApi(api);
    return this.#place.offered(api, this.#readContext(context));
  }

  /** Where this user may not read everywhere, each namespace by itself. */
  async #readAnywhere(resource: ClusterResource, query: ClusterQuery, context: ToolContext): Promise<ClusterReading> {
    try {
      return await this.#read(resource, [query], undefined, context);
    } catch (error) {
      if (!HexaopsError.is(error, 'forbidden') || query.namespace !== undefined || query.name !== undefined)
        throw error;
      if (!(await this.#isNamespaced(resource, context))) throw error;
      const { items } = await this.#place.list(namespaceResource, {}, this.#readContext(context)).catch(() => {
        throw error;
      });
      const named = items.slice(0, mostNamespaces).map(({ metadata }) => ({ ...query, namespace: metadata.name }));
      if (named.length === 0) throw error;
      return this.#read(resource, named, undefined, context);
    }
  }

  /** Everything, in parts side by side. Raises where no part could be read. */
  async #read(
    resource: ClusterResource,
    queries: readonly ClusterQuery[],
    own: readonly string[] | undefined,
    context: ToolContext,
  ): Promise<ClusterReading> {
    const parts = await Promise.allSettled(
      queries.map((query) => this.#place.list(resource, query, this.#readContext(context))),
    );
    const errors = parts.flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : []));
    const fatal = errors.find(isDecisive) ?? (errors.length === queries.length ? errors[0] : undefined);
    if (fatal !== undefined) throw fatal;
    const read = parts.map((part): Listed => (part.status === 'fulfilled' ? part.value : failed(part.reason)));
    const items = read
      .flatMap((part) => part.items)
      .filter((object) => own === undefined || isOfWorkspace(object, resource, own));
    return {
      items: isSecrets(resource) ? items.flatMap((object) => onlyHelmRecord(object) ?? []) : items,
      truncated: read.some(({ truncated }) => truncated),
      unavailable: read.flatMap(({ reason }, index) =>
        reason === undefined ? [] : [unavailable(resource, queries[index]?.namespace, reason)],
      ),
      query: queries.map((query) => this.#place.queryOf(resource, query)).join('\n'),
      source: this.#access.queries.system,
    };
  }

  async #isNamespaced(resource: ClusterResource, context: ToolContext): Promise<boolean> {
    const known = resources.find(({ group, plural }) => group === resource.group && plural === resource.resource);
    if (known !== undefined) return known.namespaced;
    if (isShared(resource)) return false;
    const offered = await this.offered(resource, context);
    // What nobody knows is looked for in the workspace's namespaces alone.
    return offered.find((each) => each.resource === resource.resource)?.namespaced ?? true;
  }

  #readContext({ caller, signal }: ToolContext): {
    readonly caller: ToolContext['caller'];
    readonly signal: AbortSignal;
    readonly byteCap: number;
  } {
    return { caller, signal, byteCap: this.#settings.readBytes };
  }
}

function failed(error: unknown): Listed {
  return { items: [], truncated: false, reason: messageOf(error).slice(0, 500) };
}

function unavailable(
  { resource, group }: ClusterResource,
  namespace: string | undefined,
  reason: string,
): UnavailableSource {
  const name = group === '' ? resource : `${resource}.${group}`;
  return { source: namespace === undefined ? name : `${name} in ${namespace}`, reason };
}
