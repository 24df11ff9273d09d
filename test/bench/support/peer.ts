import { readFileSync } from 'node:fs';

/**
 * Imports a package that only a benchmark uses. Its type is given by the caller, so that the sources are checked without
 * the peers being installed.
 */
export async function importPeer<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (cause) {
    throw new Error(`${name} cannot be imported: run "npm ci" in test/bench`, { cause });
  }
}

const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** With its version. */
export function nameOfPeer(name: string): string {
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is not in test/bench/package.json`);
  return `${name} ${version}`;
}
