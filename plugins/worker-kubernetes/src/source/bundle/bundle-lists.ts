import { messageOf } from '@hexaops/core';
import { parse as parseYaml } from 'yaml';
import { type ClusterObject, Coverage, qualifiedName, resources, type Unavailable } from '../../cluster/index.ts';
import { NotAList, parseJson, parseList } from '../parse-list.ts';
import type { BundleFile } from './file.ts';
import { invalidBundle } from './invalid.ts';
import type { Place } from './layout.ts';

type ListPlace = Extract<Place, { holds: 'list' }>;

/** Of a YAML document, whose parser is slow. */
const longestYaml = 4 * 1024 ** 2;

/** The lists of objects of a bundle, parsed as they come, so that no two of the texts are in memory. */
export class BundleLists {
  readonly #bundle: string;
  /** By kind and namespace: Troubleshoot.sh writes custom resources as JSON and as YAML. */
  readonly #lists = new Map<string, { readonly place: ListPlace; readonly objects: readonly ClusterObject[] }>();
  readonly #unavailable: Unavailable[] = [];

  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  /** Raises `bundle-invalid`, which names the file, for a document that is no list of the kind. */
  add({ path, content }: BundleFile, place: ListPlace): void {
    const { resource, namespace, format } = place;
    const key = `${resource.kind}/${namespace ?? ''}`;
    if (format === 'yaml' && this.#lists.has(key)) return;
    if (content.every(isSpace)) {
      this.#unavailable.push({ ...this.#absent(place), reason: `${path} is empty` });
      return;
    }
    try {
      const document = format === 'yaml' ? readYaml(content) : parseJson(content.toString('utf8'));
      this.#lists.set(key, { place, objects: parseList(document, resource, namespace).items });
    } catch (cause) {
      if (!(cause instanceof NotAList)) throw cause;
      throw invalidBundle(this.#bundle, cause.message, {
        file: path,
        cause,
        nextStep: 'collect the bundle again, or remove this file from it',
      });
    }
  }

  finish(): { objects: ClusterObject[]; coverage: Coverage; podNamespaces: string[]; unavailable: Unavailable[] } {
    const objects: ClusterObject[] = [];
    const coverage = new Coverage();
    const podNamespaces = new Set<string>();
    const read = new Set<string>();
    for (const { place, objects: listed } of this.#lists.values()) {
      for (const object of listed) objects.push(object);
      coverage.add(place.resource.kind, place.namespace);
      read.add(place.resource.kind);
      if (place.resource.kind === 'Pod' && place.namespace !== undefined) podNamespaces.add(place.namespace);
    }
    const missing = resources
      .filter(({ kind, optional }) => !optional && !read.has(kind))
      .filter(({ kind }) => !this.#unavailable.some((entry) => entry.kind === kind))
      .map((resource) => ({
        source: qualifiedName(resource),
        kind: resource.kind,
        reason: `the bundle has no cluster-resources/${resource.bundleNames[0]}`,
      }));
    return { objects, coverage, podNamespaces: [...podNamespaces], unavailable: [...this.#unavailable, ...missing] };
  }

  #absent({ resource, namespace }: ListPlace): Omit<Unavailable, 'reason'> {
    const source = qualifiedName(resource);
    if (namespace === undefined) return { source, kind: resource.kind };
    return { source: `${source} in ${namespace}`, kind: resource.kind, namespace };
  }
}

function readYaml(content: Buffer): unknown {
  if (content.length > longestYaml) throw new NotAList(`it is YAML of more than ${longestYaml} bytes`);
  try {
    return parseYaml(content.toString('utf8'), { maxAliasCount: 100 });
  } catch (cause) {
    throw new NotAList(`it is not YAML: ${messageOf(cause).slice(0, 200)}`, { cause });
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
