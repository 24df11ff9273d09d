import { basename } from 'node:path';
import { HexaopsError } from '@hexaops/core';
import {
  type ClusterObject,
  type ClusterSnapshot,
  createSnapshot,
  type Kind,
  type ObjectsByKind,
  type PodLog,
  qualifiedName,
  resourceOf,
  type Unavailable,
} from '../../cluster/index.ts';
import { labelMatcher } from '../label-selector.ts';
import { checkContainer, checkNamespace, checkObjectName, checkPod } from '../names.ts';
import { raiseCancelled } from '../parse-list.ts';
import type { ClusterSource, ListRequest, LogRequest, ObjectList, ReadContext, SnapshotRequest } from '../source.ts';
import { tailOf } from '../tail.ts';
import { type BundleLimits, defaultLimits } from './limits.ts';
import { type BundleContent, readBundle } from './read-bundle.ts';

/** A support bundle on the disk. It is read once, at the first call, and kept: a bundle does not change. */
export class BundleSource implements ClusterSource {
  readonly id = 'bundle';
  readonly #path: string;
  readonly #limits: BundleLimits;
  #content: Promise<BundleContent> | undefined;

  constructor(path: string, limits: Partial<BundleLimits> = {}) {
    this.#path = path;
    this.#limits = { ...defaultLimits, ...limits };
  }

  async snapshot({ namespaces, logs = 'failing' }: SnapshotRequest, { signal }: ReadContext): Promise<ClusterSnapshot> {
    for (const namespace of namespaces ?? []) checkNamespace(namespace);
    const content = await this.#read(signal);
    const isMeant = (namespace: string | undefined) =>
      namespace === undefined || namespaces === undefined || namespaces.includes(namespace);
    const missing = (namespaces ?? []).filter((namespace) => !content.namespaces.includes(namespace));
    return createSnapshot({
      source: `bundle ${basename(this.#path)}`,
      collectedAt: content.collectedAt,
      namespaces: namespaces ?? content.namespaces,
      objects:
        namespaces === undefined
          ? content.objects
          : content.objects.filter(({ metadata }) => isMeant(metadata.namespace)),
      coverage: content.coverage,
      logs: logs === 'none' ? [] : content.logs.filter((log) => isMeant(log.namespace)),
      supplements: content.supplements,
      unavailable: [
        ...content.unavailable.filter((entry) => isMeant(entry.namespace)),
        ...missing.map((namespace) => ({
          source: namespace,
          namespace,
          reason: 'the bundle does not hold this namespace',
        })),
      ],
    });
  }

  async list<K extends Kind>(kind: K, request: ListRequest, { signal }: ReadContext): Promise<ObjectList<K>> {
    const { namespace, name, labelSelector } = request;
    const resource = resourceOf(kind);
    if (namespace !== undefined) checkNamespace(namespace);
    if (name !== undefined) checkObjectName(name);
    const matches = labelSelector === undefined ? () => true : labelMatcher(labelSelector);
    const content = await this.#read(signal);
    const items = content.objects.filter(
      (object): object is ClusterObject & ObjectsByKind[K] =>
        object.kind === kind &&
        (!resource.namespaced || namespace === undefined || object.metadata.namespace === namespace) &&
        (name === undefined || object.metadata.name === name) &&
        matches(object.metadata.labels ?? {}),
    );
    const covered = content.coverage.covers(kind, namespace === undefined ? content.namespaces : [namespace]);
    if (items.length > 0 || covered) return { items, truncated: false };
    return { items, truncated: false, unavailable: this.#whyMissing(content, kind, namespace) };
  }

  async logs(request: LogRequest, { signal, byteCap }: ReadContext): Promise<PodLog> {
    const { namespace, pod, container, previous = false, tailLines, limitBytes = byteCap } = request;
    checkNamespace(namespace);
    checkPod(pod);
    if (container !== undefined) checkContainer(container);
    const { logs } = await this.#read(signal);
    const ofPod = logs.filter((log) => log.namespace === namespace && log.pod === pod && log.previous === previous);
    const found = container === undefined ? ofPod : ofPod.filter((log) => log.container === container);
    const [log, another] = found;
    const containers = [...new Set(ofPod.map((log) => log.container))];
    if (log === undefined) {
      throw new HexaopsError(
        'not-found',
        `the bundle holds no${previous ? ' previous' : ''} log of ${namespace}/${pod}`,
        {
          nextStep: containers.length === 0 ? 'collect it from the cluster' : `use one of: ${containers.join(', ')}`,
        },
      );
    }
    if (another !== undefined) {
      throw new HexaopsError('input-invalid', `${namespace}/${pod} has several containers`, {
        nextStep: `name one of: ${containers.join(', ')}`,
      });
    }
    const lines = tailLines === undefined ? {} : { lines: tailLines };
    const tail = tailOf(Buffer.from(log.text), { bytes: Math.min(limitBytes, byteCap), ...lines });
    return { ...log, text: tail.text, truncated: log.truncated || tail.truncated };
  }

  /** A reading that failed or was cancelled is not kept. */
  async #read(signal: AbortSignal): Promise<BundleContent> {
    raiseCancelled(signal);
    this.#content ??= readBundle(this.#path, this.#limits, signal).catch((error: unknown) => {
      this.#content = undefined;
      throw error;
    });
    return this.#content;
  }

  #whyMissing(content: BundleContent, kind: Kind, namespace: string | undefined): Unavailable {
    const known = content.unavailable.find(
      (entry) => entry.kind === kind && (entry.namespace === undefined || entry.namespace === namespace),
    );
    // Also of kinds that few clusters have: that nobody has collected them does not say that there are none.
    return known ?? { source: qualifiedName(resourceOf(kind)), kind, reason: 'the bundle does not hold it' };
  }
}
