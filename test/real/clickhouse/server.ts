import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import { requirePrograms } from './programs.ts';

const readyMilliseconds = 30_000;
/** The user `nobody`, as whom the server runs where the test is root. */
const nobody = 65_534;

/** A user of the release: it knows no grants, only databases, `readonly` and other settings. */
interface OldUser {
  readonly password?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly databases?: readonly string[];
}

export interface OldServerOptions {
  /** By name; `default` without a password, who may do everything, unless given. */
  readonly users?: Readonly<Record<string, OldUser>>;
}

export interface OldServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** As in a crash: nothing is flushed, connections break. */
  kill(): Promise<void>;
  /** After `kill`: on the same data and the same port. */
  restart(): Promise<void>;
}

/**
 * Debian's ClickHouse 18.16 on a free loopback port, in a scratch directory, ended with the test process. A real server with
 * real users, and old: no `Map`, no `DateTime64`, no parameters of queries, no deduplication without ZooKeeper.
 */
export async function startClickHouse18({ users = { default: {} } }: OldServerOptions = {}): Promise<OldServer> {
  const { server: program } = requirePrograms();
  const [port, tcp, interserver] = await freePorts(3);
  if (port === undefined || tcp === undefined || interserver === undefined) throw new Error('There is no free port.');
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-clickhouse-'));
  const data = join(directory, 'data');
  await mkdir(data);
  await writeFile(join(directory, 'config.xml'), configuration(directory, port, tcp, interserver));
  await writeFile(join(directory, 'users.xml'), usersFile(users));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const path of [directory, data]) await chown(path, nobody, nobody);
  // A change of user clears what makes the server end with the test: it is asked for once more.
  const become = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', '--pdeathsig', 'KILL'];
  const [command, ...flags] = [
    ...(isRoot ? ['setpriv', ...become] : []),
    program,
    `--config-file=${join(directory, 'config.xml')}`,
  ];
  const url = `http://127.0.0.1:${port}`;
  let running: ServerProcess | undefined;
  const start = async () => {
    running = new ServerProcess('clickhouse-server', command, flags, directory);
    await running.ready(async () => (await fetch(`${url}/ping`)).ok, readyMilliseconds);
  };
  const server: OldServer = {
    url,
    port,
    kill: async () => running?.kill(),
    restart: start,
    async [Symbol.asyncDispose]() {
      await running?.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    await start();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

function configuration(directory: string, http: number, tcp: number, interserver: number): string {
  const data = `${join(directory, 'data')}/`;
  return `<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <http_port>${http}</http_port>
  <tcp_port>${tcp}</tcp_port>
  <interserver_http_port>${interserver}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <listen_host>127.0.0.1</listen_host>
  <max_connections>256</max_connections>
  <max_concurrent_queries>64</max_concurrent_queries>
  <mark_cache_size>67108864</mark_cache_size>
  <path>${data}</path>
  <tmp_path>${data}tmp/</tmp_path>
  <user_files_path>${data}user_files/</user_files_path>
  <format_schema_path>${data}format_schemas/</format_schema_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
</yandex>
`;
}

function usersFile(users: Readonly<Record<string, OldUser>>): string {
  const entries = Object.entries(users);
  const profiles = entries.map(
    ([name, { settings = {} }]) => `<of_${name}>${elements(Object.entries(settings))}</of_${name}>`,
  );
  const accounts = entries.map(
    ([name, { password = '', databases }]) => `<${name}>
    <password>${escaped(password)}</password>
    <networks><ip>127.0.0.1</ip></networks>
    <profile>of_${name}</profile>
    <quota>default</quota>
    ${databases === undefined ? '' : `<allow_databases>${elements(databases.map((each) => ['database', each]))}</allow_databases>`}
  </${name}>`,
  );
  return `<yandex>
  <profiles><default/>${profiles.join('')}</profiles>
  <quotas><default/></quotas>
  <users>${accounts.join('')}</users>
</yandex>
`;
}

function elements(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
