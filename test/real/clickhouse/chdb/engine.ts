import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the front uses of the package `chdb`, which no workspace depends on. */
export interface Engine {
  /** A connection of its own: what is `SET` in it holds in it alone. Under a millisecond but for the first. */
  connect(): Connection;
}

export interface Connection extends Disposable {
  query(sql: string, format?: string): string;
  queryAsync(sql: string, options: { readonly format: string }): Promise<{ bytes(): Uint8Array }>;
  queryStream(sql: string, options: { readonly format: string }): AsyncIterable<{ raw(): Uint8Array }>;
}

interface Package {
  readonly Session: new (path: string, options: { readonly connectionArgs: readonly string[] }) => Connection;
}

/** ClickHouse in this process, on a directory that no other process may have open. */
export function openEngine(packages: string, path: string, configuration: string): Engine {
  const { Session } = createRequire(join(packages, 'package.json'))('chdb') as Package;
  const connect = () => new Session(path, { connectionArgs: [`--config-file=${configuration}`] });
  // Keeps the engine up between the requests.
  connect();
  return { connect };
}
