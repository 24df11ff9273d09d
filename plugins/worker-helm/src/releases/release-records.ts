import type { ClusterReader, ClusterReading, KubernetesObject, ToolContext, UnavailableSource } from '@hexaops/core';
import { HexaopsError } from '@hexaops/core';
import { type Decoded, decodeRecord, type LabelledRelease, type Release } from '../record/index.ts';

/** A revision with all that its record says, or with what its labels say. */
export type Revision = Release | LabelledRelease;

export interface Records {
  /** The newest revision first. */
  readonly revisions: readonly Revision[];
  readonly unavailable: readonly UnavailableSource[];
  readonly truncated: boolean;
  /** The system that was asked, and the exact query: for evidence. */
  readonly source: string;
  readonly query: string;
}

/** Revisions of one release that are read. Helm keeps 10 unless told. */
const mostRevisions = 50;
/** Characters of records, as they are stored, that one reading inflates. */
const mostCharacters = 64 * 1024 ** 2;

export type Storage = 'secret' | 'configmap';

/** Helm's own records in the cluster, as the caller may read them. */
export class ReleaseRecords {
  readonly #reader: ClusterReader;
  readonly #storage: Storage;

  constructor(reader: ClusterReader, storage: Storage = 'secret') {
    this.#reader = reader;
    this.#storage = storage;
  }

  get reader(): ClusterReader {
    return this.#reader;
  }

  /** Of each release the newest revision: in one namespace, or in all of the workspace. */
  async newest(context: ToolContext, namespace?: string): Promise<Records> {
    const reading = await this.#read('owner=helm,status!=superseded', context, namespace);
    const newest = new Map<string, KubernetesObject>();
    for (const object of reading.items) {
      const key = `${object.metadata.namespace ?? ''}/${object.metadata.labels?.['name'] ?? ''}`;
      const known = newest.get(key);
      if (known === undefined || versionOf(object) > versionOf(known)) newest.set(key, object);
    }
    const records = await recordsOf(reading, [...newest.values()]);
    return { ...records, revisions: records.revisions.toSorted(byPlace) };
  }

  /** All revisions of one release that Helm has kept. Raises `not-found`. */
  async history(
    context: ToolContext,
    namespace: string,
    name: string,
  ): Promise<Records & { readonly latest: Revision }> {
    checkReleaseName(name);
    const reading = await this.#read(`owner=helm,name=${name}`, context, namespace);
    const objects = reading.items.toSorted((left, right) => versionOf(right) - versionOf(left));
    const records = await recordsOf(reading, objects.slice(0, mostRevisions));
    const [latest] = records.revisions;
    if (latest !== undefined) return { ...records, latest };
    const [first] = records.unavailable;
    if (first !== undefined) {
      throw new HexaopsError('source-unavailable', `the releases of ${namespace} could not be read: ${first.reason}`, {
        nextStep: 'ask where the service reads the cluster itself',
      });
    }
    throw new HexaopsError('not-found', `there is no release ${namespace}/${name}`, {
      nextStep: 'ask which releases there are',
    });
  }

  async #read(labelSelector: string, context: ToolContext, namespace?: string): Promise<ClusterReading> {
    const resource = { group: '', version: 'v1', resource: this.#storage === 'secret' ? 'secrets' : 'configmaps' };
    return this.#reader.list(resource, { labelSelector, ...(namespace !== undefined && { namespace }) }, context);
  }
}

export function isWhole(revision: Revision): revision is Release {
  return 'manifest' in revision;
}

/** The revision's content. Raises `forbidden` where only its labels could be read. */
export function requireWhole(revision: Revision): Release {
  if (isWhole(revision)) return revision;
  const { namespace, name, reason } = revision;
  throw new HexaopsError('forbidden', `revision ${revision.revision} of ${namespace}/${name}: ${reason}`, {
    nextStep: 'ask somebody who may read the Secrets of the workspace',
  });
}

/** Helm's own form of names: also what may stand in a label selector. Raises `arguments-invalid`. */
function checkReleaseName(name: string): void {
  if (name.length <= 53 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return;
  throw new HexaopsError('arguments-invalid', 'that is no name of a release', {
    nextStep: 'use lower-case letters, digits, dots and dashes, at most 53',
  });
}

async function recordsOf(reading: ClusterReading, objects: readonly KubernetesObject[]): Promise<Records> {
  const decoded: Decoded[] = [];
  let characters = 0;
  for (const object of objects) {
    characters += JSON.stringify(object['data'] ?? '').length;
    const { data: _, ...labels } = object;
    const found = await decodeRecord(characters > mostCharacters ? { ...labels, metadata: object.metadata } : object);
    if (found !== undefined) decoded.push(found);
  }
  const { unavailable, truncated, source, query } = reading;
  return {
    revisions: decoded.map((each) => ('release' in each ? each.release : each.labelled)),
    unavailable,
    truncated,
    source,
    query,
  };
}

function versionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.labels?.['version'] ?? 0);
}

function byPlace(left: Revision, right: Revision): number {
  const [a, b] = [left, right].map(({ namespace, name }) => `${namespace}/${name}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
