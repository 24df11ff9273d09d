import {
  HexaopsError,
  messageOf,
  nameOfObject,
  type ToolContext,
  type UnavailableSource,
  unknownName,
} from '@hexaops/core';
import {
  type ClusterSnapshot,
  type Kind,
  type ObjectsByKind,
  type PodLog,
  resourceOf,
  type Unavailable,
} from '../cluster/index.ts';
import type { ClusterSource, LogRequest, ReadContext, SnapshotRequest } from '../source/index.ts';
import type { Measured, Measurements } from './measurements.ts';
import { Queries, type SourceKind } from './presentation/queries.ts';

export interface AccessSettings {
  readonly source: SourceKind;
  /** Namespaces by workspace; a workspace that is not named has none. Undefined: what the source gives to the caller. */
  readonly namespaces?: Readonly<Record<string, readonly string[]>>;
  /** Bytes that one call of a tool may read of its source. */
  readonly readBytes: number;
  /** What tells of the metrics of a cluster, where something does. */
  readonly measurements?: Measurements;
}

/** Objects of one kind, with what could not be read and the queries that read them. */
export interface Reading<K extends Kind> {
  readonly items: readonly ObjectsByKind[K][];
  readonly truncated: boolean;
  readonly unavailable: readonly UnavailableSource[];
  readonly query: string;
  /** Why nothing at all could be read; undefined where something could, and where the cluster has no such kind. */
  readonly refusal?: HexaopsError;
}

/**
 * The cluster as one workspace may see it. Every read of every tool goes through here: the namespace is checked before
 * anything is read, and the source gets the caller of the call, never anybody else.
 */
export class ClusterAccess {
  readonly queries: Queries;
  readonly #source: ClusterSource;
  readonly #settings: AccessSettings;

  constructor(source: ClusterSource, settings: AccessSettings) {
    this.#source = source;
    this.#settings = settings;
    this.queries = new Queries(settings.source);
  }

  /** A recording cannot be changed, whatever the control plane can. */
  get canWrite(): boolean {
    return this.#settings.source !== 'bundle';
  }

  /** The namespaces that are asked for, all of which must be the workspace's. Undefined: all that the source gives. */
  namespaces(context: ToolContext, requested?: readonly string[]): readonly string[] | undefined {
    if (this.#settings.namespaces === undefined) return requested?.length === 0 ? undefined : requested;
    const { workspace } = context.caller;
    const allowed = Object.hasOwn(this.#settings.namespaces, workspace)
      ? this.#settings.namespaces[workspace]
      : undefined;
    if (allowed === undefined || allowed.length === 0) {
      throw new HexaopsError('namespace-not-allowed', 'no namespace belongs to this workspace', {
        nextStep: 'an operator can name its namespaces in the configuration of worker-kubernetes',
      });
    }
    if (requested === undefined || requested.length === 0) return allowed;
    for (const namespace of requested) {
      if (!allowed.includes(namespace)) throw unknownName('namespace-not-allowed', 'namespace', namespace, allowed);
    }
    return requested;
  }

  /**
   * The moment that ages are counted to, in milliseconds since the epoch: now, or when a recording was made, which has
   * no other present.
   */
  async moment(context: ToolContext): Promise<number> {
    if (this.#settings.source !== 'bundle') return context.now();
    const { collectedAt } = await this.#source.snapshot({ logs: 'none' }, this.#readContext(context));
    return collectedAt.getTime();
  }

  async snapshot(context: ToolContext, request: SnapshotRequest = {}): Promise<ClusterSnapshot> {
    const namespaces = this.namespaces(context, request.namespaces);
    return this.#source.snapshot(
      { ...request, ...(namespaces !== undefined && { namespaces }) },
      this.#readContext(context),
    );
  }

  /**
   * What metrics told until the moment of the reading, of these namespaces or of all that the workspace has; undefined
   * where nothing tells of them.
   */
  async measurements(context: ToolContext, requested?: readonly string[]): Promise<Measured | undefined> {
    const { measurements } = this.#settings;
    if (measurements === undefined) return undefined;
    return measurements.until(await this.moment(context), this.namespaces(context, requested), context);
  }

  /** All objects of a kind in one namespace, or in all of the workspace. What one namespace refuses is `unavailable`. */
  async list<K extends Kind>(kind: K, context: ToolContext, namespace?: string): Promise<Reading<K>> {
    if (!resourceOf(kind).namespaced) return this.#listOne(kind, context, undefined);
    const namespaces = this.namespaces(context, namespace === undefined ? undefined : [namespace]);
    if (namespaces === undefined) return this.#listOne(kind, context, undefined);
    const readings = await Promise.allSettled(namespaces.map((name) => this.#listOne(kind, context, name)));
    return join(readings, (index) => `${resourceOf(kind).plural} in ${namespaces[index] ?? ''}`);
  }

  /** One object. Raises `not-found`, which names the objects of that kind that are there. */
  async get<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    context: ToolContext,
  ): Promise<ObjectsByKind[K]> {
    const { namespaced } = resourceOf(kind);
    if (namespaced && namespace === undefined) {
      throw new HexaopsError('arguments-invalid', `a ${kind} has a namespace`, { nextStep: 'name its namespace' });
    }
    const place = namespaced
      ? this.namespaces(context, namespace === undefined ? undefined : [namespace])?.[0]
      : undefined;
    const request = { ...(place !== undefined && { namespace: place }), name };
    const { items, unavailable } = await this.#source.list(kind, request, this.#readContext(context));
    const found = items.find(({ metadata }) => metadata.name === name);
    if (found !== undefined) return found;
    const what = nameOfObject({ kind, name, ...(place !== undefined && { namespace: place }) });
    if (unavailable !== undefined && unavailable.code !== 'not-found') throw refusalOf(what, unavailable);
    throw new HexaopsError('not-found', `there is no ${what}`, {
      nextStep: `ask for the list of ${resourceOf(kind).plural}`,
    });
  }

  /** Like `get`, but undefined where there is none. */
  async find<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    context: ToolContext,
  ): Promise<ObjectsByKind[K] | undefined> {
    try {
      return await this.get(kind, namespace, name, context);
    } catch (error) {
      if (HexaopsError.is(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async log(request: LogRequest, context: ToolContext): Promise<PodLog> {
    this.namespaces(context, [request.namespace]);
    return this.#source.logs(request, this.#readContext(context));
  }

  async #listOne<K extends Kind>(kind: K, context: ToolContext, namespace: string | undefined): Promise<Reading<K>> {
    const request = namespace === undefined ? {} : { namespace };
    const { items, truncated, unavailable } = await this.#source.list(kind, request, this.#readContext(context));
    // A workspace's own namespaces are all that it may know of.
    const own = kind === 'Namespace' ? this.namespaces(context) : undefined;
    const isNews = unavailable !== undefined && !(resourceOf(kind).optional && unavailable.code === 'not-found');
    return {
      items: own === undefined ? items : items.filter(({ metadata }) => own.includes(metadata.name)),
      truncated,
      unavailable: isNews ? [{ source: unavailable.source, reason: unavailable.reason }] : [],
      query: this.queries.list(kind, namespace),
      ...(items.length === 0 &&
        unavailable !== undefined &&
        unavailable.code !== 'not-found' && { refusal: refusalOf(unavailable.source, unavailable) }),
    };
  }

  #readContext({ caller, signal }: ToolContext): ReadContext {
    return { caller, signal, byteCap: this.#settings.readBytes };
  }
}

function refusalOf(what: string, { code = 'cluster-unavailable', reason }: Unavailable): HexaopsError {
  return new HexaopsError(code, `${what} could not be read: ${reason}`, {
    nextStep: code === 'forbidden' ? 'ask an administrator of the workspace for the permission' : 'try again later',
  });
}

/** What ends a whole call, wherever it happens: no other namespace will fare better, or the caller has to act. */
const decisive = new Set([
  'cancelled',
  'control-plane-refuses-token',
  'deadline-exceeded',
  'input-invalid',
  'reauthentication-required',
]);

export function isDecisive(error: unknown): boolean {
  return !HexaopsError.is(error) || decisive.has(error.code);
}

function join<K extends Kind>(
  results: readonly PromiseSettledResult<Reading<K>>[],
  nameOf: (index: number) => string,
): Reading<K> {
  const failed = results.filter((result) => result.status === 'rejected');
  const errors = failed.map(({ reason }): unknown => reason);
  const fatal = errors.find(isDecisive) ?? (failed.length === results.length ? errors[0] : undefined);
  if (fatal !== undefined) throw fatal;
  const readings = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const refusals = readings.map(({ refusal }) => refusal);
  const [refusal] = refusals;
  return {
    ...(refusal !== undefined && failed.length === 0 && !refusals.includes(undefined) && { refusal }),
    items: readings.flatMap(({ items }) => items),
    truncated: readings.some(({ truncated }) => truncated),
    unavailable: [
      ...readings.flatMap(({ unavailable }) => unavailable),
      ...results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ source: nameOf(index), reason: messageOf(result.reason) }] : [],
      ),
    ],
    query: readings.map(({ query }) => query).join('\n'),
  };
}
