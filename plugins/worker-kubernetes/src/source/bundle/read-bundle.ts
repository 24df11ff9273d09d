import { stat } from 'node:fs/promises';
import { HexaopsError } from '@hexaops/core';
import type { ClusterObject, Coverage, Pod, PodLog, Supplements, Unavailable } from '../../cluster/index.ts';
import { readArchive } from './archive.ts';
import { BundleLists } from './bundle-lists.ts';
import { BundleLogs } from './bundle-logs.ts';
import { collectedAtOf } from './collected-at.ts';
import { collectionErrors } from './collection-errors.ts';
import { readDirectory } from './directory.ts';
import { SupplementReader } from './evidence/supplements.ts';
import type { BundleFile } from './file.ts';
import { expectation, invalidBundle } from './invalid.ts';
import { placeOf } from './layout.ts';
import type { BundleLimits } from './limits.ts';

export interface BundleContent {
  readonly objects: readonly ClusterObject[];
  readonly coverage: Coverage;
  /** Those whose pods were collected; all that objects name, when no list says. */
  readonly namespaces: readonly string[];
  readonly logs: readonly PodLog[];
  readonly supplements: Supplements;
  readonly unavailable: readonly Unavailable[];
  readonly collectedAt: Date;
}

/**
 * Reads a support bundle, whole: a directory, or a .tar, .tar.gz or .tgz file. Raises `not-found` when there is none,
 * and `bundle-invalid` when it is none, is harmful, too large or damaged, or has a list of objects that is none. A list
 * that is missing, and a supplement that cannot be read, is only unavailable.
 */
export async function readBundle(path: string, limits: BundleLimits, signal: AbortSignal): Promise<BundleContent> {
  const reader = new BundleReader(path, limits);
  for await (const file of await filesOf(path, limits, signal)) reader.add(file);
  return reader.finish();
}

async function filesOf(path: string, limits: BundleLimits, signal: AbortSignal): Promise<AsyncIterable<BundleFile>> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new HexaopsError('not-found', `there is no bundle at ${path}`, { cause, nextStep: expectation });
  });
  if (found.isDirectory()) return readDirectory(path, limits, signal);
  if (!found.isFile()) throw invalidBundle(path, 'it is neither a file nor a directory', { nextStep: expectation });
  if (found.size > limits.archiveBytes) {
    throw invalidBundle(path, `it has ${found.size} bytes, more than the ${limits.archiveBytes} that are read`, {
      nextStep: 'collect fewer namespaces, or shorter logs',
    });
  }
  return readArchive(path, limits, signal);
}

class BundleReader {
  readonly #path: string;
  readonly #lists: BundleLists;
  readonly #logs: BundleLogs;
  readonly #supplements = new SupplementReader();
  readonly #unavailable: Unavailable[] = [];
  readonly #folders = new Set<string>();
  #newestFile: Date | undefined;

  constructor(path: string, limits: BundleLimits) {
    this.#path = path;
    this.#lists = new BundleLists(path);
    this.#logs = new BundleLogs(limits);
  }

  add(file: BundleFile): void {
    this.#folders.add(file.folder);
    if (this.#folders.size > 1) {
      const folders = [...this.#folders].map((name) => name || '.').join(', ');
      throw invalidBundle(this.#path, `it holds several bundles: ${folders}`, { nextStep: 'unpack it, and name one' });
    }
    const place = placeOf(file.path);
    if (place === undefined) return;
    if (file.skipped !== undefined) {
      this.#unavailable.push({ source: file.path, reason: file.skipped });
      return;
    }
    const { content, modifiedAt } = file;
    if (modifiedAt !== undefined && !(this.#newestFile !== undefined && this.#newestFile >= modifiedAt)) {
      this.#newestFile = modifiedAt;
    }
    switch (place.holds) {
      case 'list':
        return this.#lists.add(file, place);
      case 'log':
        return this.#logs.add(place, content);
      case 'log-error':
        return this.#addLogError(place, content);
      case 'errors':
        this.#unavailable.push(...collectionErrors(place.resource, content));
        return;
      case 'evidence': {
        const reason = this.#supplements.add(place.name, content);
        if (reason !== undefined) this.#unavailable.push({ source: file.path, reason });
      }
    }
  }

  finish(): BundleContent {
    if (this.#folders.size === 0) {
      throw invalidBundle(this.#path, 'it holds no support bundle', { nextStep: expectation });
    }
    const { objects, coverage, podNamespaces, unavailable } = this.#lists.finish();
    const supplements = this.#supplements.finish();
    const { logs, left } = this.#logs.finish(objects.filter((object): object is Pod => object.kind === 'Pod'));
    if (left > 0) this.#unavailable.push({ source: `${left} logs`, reason: 'there was no room for more' });
    return {
      objects,
      coverage,
      namespaces: podNamespaces.length > 0 ? podNamespaces : namespacesOf(objects),
      logs,
      supplements,
      unavailable: [...this.#unavailable, ...unavailable],
      collectedAt: collectedAtOf([...this.#folders, this.#path], supplements, objects, this.#newestFile),
    };
  }

  #addLogError(
    { namespace, pod, container }: Record<'namespace' | 'pod' | 'container', string>,
    content: Buffer,
  ): void {
    const reason = content.toString('utf8', 0, 2000).trim();
    this.#unavailable.push({ source: `the log of ${namespace}/${pod}/${container}`, reason, namespace });
  }
}

function namespacesOf(objects: readonly ClusterObject[]): string[] {
  return [...new Set(objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined))];
}
