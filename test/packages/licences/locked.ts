/** What is read here of an entry of a package-lock.json. */
interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A package of others that is installed with some of ours, or is part of one. `licence` is its own SPDX expression. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly of: readonly string[];
}

/** One of ours: its path in the lockfile, and what is built into it beside what it depends on. */
export interface Root {
  readonly name: string;
  readonly path: string;
  readonly builtIn?: readonly string[];
}

/** What is installed with each of ours, directly or not, by name and version. What is ours is left out. */
export function dependenciesOf({ packages }: Lockfile, roots: readonly Root[]): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  for (const { name: root, path, builtIn = [] } of roots) {
    for (const reached of closure(packages, path, builtIn)) {
      const { version = '', license = 'unknown', name = nameOf(reached) } = packages[reached] ?? {};
      const key = `${name}@${version}`;
      const of = new Set([...(found.get(key)?.of ?? []), root]);
      found.set(key, { name, version, licence: license, of: [...of] });
    }
  }
  return [...found.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, dependency]) => dependency);
}

function closure(packages: Lockfile['packages'], root: string, builtIn: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting: [path: string, name: string, isOptional: boolean][] = [
    ...needed(packages[root] ?? {}).map(([name, isOptional]): [string, string, boolean] => [root, name, isOptional]),
    ...builtIn.map((name): [string, string, boolean] => [root, name, false]),
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, name, isOptional] = next;
    // Each of ours is a root of its own.
    if (name.startsWith('@hexaops/')) continue;
    const path = placeOf(packages, from, name);
    if (path === undefined) {
      if (isOptional) continue;
      throw new Error(`${from} needs ${name}, which the lockfile does not have: npm install`);
    }
    const entry = packages[path] ?? {};
    if (reached.has(path)) continue;
    reached.add(path);
    for (const [dependency, optional] of needed(entry)) waiting.push([path, dependency, optional]);
  }
  return reached;
}

function needed(entry: LockedPackage): readonly (readonly [name: string, isOptional: boolean])[] {
  const optional = Object.keys(entry.optionalDependencies ?? {});
  const peers = Object.keys(entry.peerDependencies ?? {});
  const isOptionalPeer = (name: string): boolean => entry.peerDependenciesMeta?.[name]?.optional === true;
  return [
    ...Object.keys(entry.dependencies ?? {}).map((name) => [name, false] as const),
    ...peers.filter((name) => !isOptionalPeer(name)).map((name) => [name, false] as const),
    ...optional.map((name) => [name, true] as const),
  ];
}

/** Where Node would find a package from a path of the lockfile. */
function placeOf(packages: Lockfile['packages'], from: string, name: string): string | undefined {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (packages[path] !== undefined) return path;
  return from === ''
    ? undefined
    : placeOf(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
