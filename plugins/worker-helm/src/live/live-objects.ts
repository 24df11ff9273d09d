import {
  type ClusterReader,
  type KubernetesObject,
  messageOf,
  nameOfObject,
  type OfferedResource,
  type ToolContext,
  type UnavailableSource,
} from '@hexaops/core';
import { type ManifestObject, nameOf } from '../manifest/index.ts';
import { isDecisive } from './decisive.ts';

export interface LiveObject {
  readonly manifest: ManifestObject;
  /** Undefined where the cluster does not have it. */
  readonly live: KubernetesObject | undefined;
}

export interface LiveObjects {
  readonly objects: readonly LiveObject[];
  readonly unavailable: readonly UnavailableSource[];
  readonly queries: readonly string[];
  readonly source: string;
}

/** Objects of one release that are read, and how many of them at once. */
const most = 300;
const atOnce = 6;

/** The objects of a manifest as they are in the cluster. Secrets are not read. */
export async function readLive(
  reader: ClusterReader,
  manifest: readonly ManifestObject[],
  home: string,
  context: ToolContext,
): Promise<LiveObjects> {
  const readable = manifest.filter(({ kind }) => kind !== 'Secret');
  const wanted = readable.slice(0, most);
  const resources = new Resources(reader, context);
  const objects: LiveObject[] = [];
  const unavailable: UnavailableSource[] = [];
  const queries = new Set<string>();
  let source = 'kubernetes';
  const read = async (object: ManifestObject): Promise<void> => {
    const told = nameOfObject(nameOf(object, home));
    try {
      const resource = await resources.of(object);
      if (resource === undefined) {
        unavailable.push({ source: told, reason: `the cluster has no ${object.kind} of ${object.apiVersion}` });
        return;
      }
      const place = resource.namespaced ? { namespace: object.namespace ?? home } : {};
      const reading = await reader.list(resource, { ...place, name: object.name }, context);
      queries.add(reading.query);
      source = reading.source;
      const [reason] = reading.unavailable;
      if (reading.items.length === 0 && reason !== undefined) unavailable.push({ source: told, reason: reason.reason });
      else objects.push({ manifest: object, live: reading.items[0] });
    } catch (error) {
      if (isDecisive(error)) throw error;
      unavailable.push({ source: told, reason: messageOf(error).slice(0, 300) });
    }
  };
  const waiting = wanted.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const object of waiting) await read(object);
    }),
  );
  if (manifest.some(({ kind }) => kind === 'Secret')) {
    unavailable.push({ source: 'Secrets of the release', reason: 'their values are not read, and so not compared' });
  }
  if (readable.length > most) {
    unavailable.push({ source: `objects of the release after the first ${most}`, reason: 'there are too many' });
  }
  const order = new Map(wanted.map((object, index) => [object, index]));
  objects.sort((a, b) => (order.get(a.manifest) ?? 0) - (order.get(b.manifest) ?? 0));
  return { objects, unavailable, queries: [...queries], source };
}

/** What kinds are called in paths, asked for once for each group and version. */
class Resources {
  readonly #reader: ClusterReader;
  readonly #context: ToolContext;
  readonly #known = new Map<string, Promise<readonly OfferedResource[]>>();

  constructor(reader: ClusterReader, context: ToolContext) {
    this.#reader = reader;
    this.#context = context;
  }

  async of({ apiVersion, kind }: ManifestObject): Promise<OfferedResource | undefined> {
    const known = this.#known.get(apiVersion);
    const [first = '', second] = apiVersion.split('/');
    const api = second === undefined ? { group: '', version: first } : { group: first, version: second };
    const asked = known ?? this.#reader.offered(api, this.#context);
    this.#known.set(apiVersion, asked);
    return (await asked).find((offered) => offered.kind === kind);
  }
}
