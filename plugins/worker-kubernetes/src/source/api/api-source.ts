import { type ClusterSnapshot, type Kind, type PodLog, resourceOf, type Resource } from '../../cluster/index.ts';
import { checkNamespace } from '../names.ts';
import { raiseCancelled } from '../parse-list.ts';
import type { ClusterSource, ListRequest, LogRequest, ObjectList, ReadContext, SnapshotRequest } from '../source.ts';
import { ByteBudget } from './byte-budget.ts';
import type { FetchKubernetes } from './fetch.ts';
import { namespaceNames, readAnywhere } from './read-anywhere.ts';
import { readLog } from './read-log.ts';
import { readSnapshot } from './read-snapshot.ts';

/** A cluster behind the Kubernetes API, wherever that is: `fetch` alone knows. It holds nothing of any caller. */
export class ApiSource implements ClusterSource {
  readonly id: string;
  readonly #name: string;
  readonly #fetch: FetchKubernetes;

  /** `name` is for people: `control plane`, `kubeconfig context staging`. */
  constructor(id: string, name: string, fetch: FetchKubernetes) {
    this.id = id;
    this.#name = name;
    this.#fetch = fetch;
  }

  async snapshot(request: SnapshotRequest, context: ReadContext): Promise<ClusterSnapshot> {
    raiseCancelled(context.signal);
    return readSnapshot(this.#name, this.#fetch, request, context);
  }

  async list<K extends Kind>(kind: K, request: ListRequest, context: ReadContext): Promise<ObjectList<K>> {
    raiseCancelled(context.signal);
    if (request.namespace !== undefined) checkNamespace(request.namespace);
    const resource = resourceOf(kind) as Resource & { readonly kind: K };
    const fetch = new ByteBudget(context.byteCap).meter(this.#fetch);
    const lists = await readAnywhere(fetch, resource, request, context, namespaceNames(fetch, context));
    const unavailable = lists.map((list) => list.unavailable).find((entry) => entry !== undefined);
    return {
      items: lists.flatMap(({ items }) => items),
      truncated: lists.some(({ truncated }) => truncated),
      ...(unavailable !== undefined && { unavailable }),
    };
  }

  async logs(request: LogRequest, context: ReadContext): Promise<PodLog> {
    raiseCancelled(context.signal);
    return readLog(this.#fetch, request, context);
  }
}
