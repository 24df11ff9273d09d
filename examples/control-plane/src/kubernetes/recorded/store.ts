import { groupAndVersion, knownResources, resourceOfKind } from '../resources.ts';
import type { KnownResource } from '../resources.ts';
import type { KubernetesObject, ObjectName, Resource } from '../object.ts';

/** The objects of a recorded cluster in memory. An object is replaced, never changed in place. */
export class ObjectStore {
  readonly #objects = new Map<string, Map<string, KubernetesObject>>();
  readonly #resources: KnownResource[] = [...knownResources];
  #version = 1;

  constructor(objects: Iterable<KubernetesObject>, additional: readonly KnownResource[] = []) {
    this.#resources.push(...additional);
    for (const object of objects) {
      const recorded = Number(object.metadata.resourceVersion ?? 0);
      if (Number.isSafeInteger(recorded)) this.#version = Math.max(this.#version, recorded);
    }
    for (const object of objects) this.#load(object);
  }

  /** The version of the newest change: what a list carries as its `resourceVersion`. */
  get version(): string {
    return String(this.#version);
  }

  get resources(): readonly KnownResource[] {
    return this.#resources;
  }

  resource({ group, version, plural }: Resource): KnownResource | undefined {
    return this.#resources.find(
      (known) => known.group === group && known.version === version && known.plural === plural,
    );
  }

  get(resource: Resource, name: ObjectName): KubernetesObject | undefined {
    return this.#objects.get(collection(resource))?.get(address(name.namespace, name.name));
  }

  /** In the order of namespace and name. */
  all(resource: Resource): KubernetesObject[] {
    const entries = [...(this.#objects.get(collection(resource)) ?? [])];
    return entries.toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
  }

  inNamespace(resource: Resource, namespace: string): KubernetesObject[] {
    return this.all(resource).filter((object) => object.metadata.namespace === namespace);
  }

  /** Stores the object with the next resource version, and returns it as stored. */
  put<Kind extends KubernetesObject>(object: Kind): Kind {
    this.#version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.#set(this.#resourceOf(object), stored);
    return stored;
  }

  delete(object: KubernetesObject): void {
    this.#version += 1;
    const { namespace = null, name } = object.metadata;
    this.#objects.get(collection(this.#resourceOf(object)))?.delete(address(namespace, name));
  }

  #load(object: KubernetesObject): void {
    const copy = structuredClone(object);
    copy.metadata.resourceVersion ??= String((this.#version += 1));
    this.#set(this.#resourceOf(copy), copy);
  }

  #set(resource: Resource, object: KubernetesObject): void {
    const key = collection(resource);
    const objects = this.#objects.get(key) ?? new Map<string, KubernetesObject>();
    objects.set(address(object.metadata.namespace ?? null, object.metadata.name), object);
    this.#objects.set(key, objects);
  }

  /** The resource that an object belongs to; a kind that no cluster has by itself becomes known when its object comes. */
  #resourceOf(object: KubernetesObject): Resource {
    const { group, version } = groupAndVersion(object);
    const found = this.#resources.find(
      (known) => known.group === group && known.kind === object.kind && known.version === version,
    );
    if (found !== undefined) return found;
    const plural = resourceOfKind(group, object.kind)?.plural ?? `${object.kind.toLowerCase()}s`;
    const learned: KnownResource = {
      group,
      version,
      plural,
      kind: object.kind,
      namespaced: object.metadata.namespace !== undefined,
    };
    this.#resources.push(learned);
    return learned;
  }
}

function collection({ group, plural }: Resource): string {
  return `${group}/${plural}`;
}

/** NUL sorts before everything that a name can hold: so `a` comes with all its names before `a-b`. */
function address(namespace: string | null, name: string): string {
  return `${namespace ?? ''}\0${name}`;
}
