import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import type { FrontOptions } from './chdb/front.ts';
import { engineConfiguration } from './chdb/configuration.ts';
import { requirePrograms } from './programs.ts';

const readyMilliseconds = 30_000;

export interface ChdbOptions {
  /** The directory of the data; one process at a time may have it open. Made where it is not there, and left. */
  readonly path: string;
  /** A free one unless given. */
  readonly port?: number;
  /** By name; `default` without a password, who may do everything, unless given. */
  readonly users?: Readonly<Record<string, { readonly password?: string; readonly settings?: Record<string, string> }>>;
  /** What every user may do, as ClickHouse's own grants: `INSERT ON logs.audit`. Everything unless given. */
  readonly grants?: readonly string[];
}

export interface ChdbServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** As in a crash: nothing is flushed, connections break. */
  kill(): Promise<void>;
}

/** ClickHouse 26.7 behind HTTP on loopback, in a process of its own that ends with the test's. */
export async function startChdbServer({
  path,
  port,
  users = { default: {} },
  grants,
}: ChdbOptions): Promise<ChdbServer> {
  const { chdb } = requirePrograms();
  const chosen = port ?? (await freePorts(1))[0];
  if (chosen === undefined) throw new Error('There is no free port.');
  const scratch = await mkdtemp(join(tmpdir(), 'hexaops-chdb-'));
  await mkdir(path, { recursive: true });
  const options: FrontOptions = {
    port: chosen,
    packages: chdb,
    path,
    configuration: await engineConfiguration(scratch, grants),
    users: Object.fromEntries(
      Object.entries(users).map(([name, { password = '', settings = {} }]) => [name, { password, profile: settings }]),
    ),
  };
  const optionsFile = join(scratch, 'front.json');
  await writeFile(optionsFile, JSON.stringify(options), { mode: 0o600 });
  const front = fileURLToPath(new URL('chdb/front.ts', import.meta.url));
  // Each question that is worked on holds a thread.
  const command = ['UV_THREADPOOL_SIZE=16', process.execPath, front, optionsFile];
  const server = new ServerProcess('chdb', 'env', command, scratch);
  const url = `http://127.0.0.1:${chosen}`;
  const end = async (ended: PromiseLike<void>) => {
    await ended;
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    await server.ready(async () => (await fetch(`${url}/ping`)).ok, readyMilliseconds);
  } catch (error) {
    await end(server[Symbol.asyncDispose]());
    throw error;
  }
  return {
    url,
    port: chosen,
    kill: () => end(server.kill()),
    [Symbol.asyncDispose]: () => end(server[Symbol.asyncDispose]()),
  };
}
