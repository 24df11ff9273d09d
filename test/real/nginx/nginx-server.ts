import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';

const program = '/usr/sbin/nginx';
const example = new URL('../../../deploy/nginx.conf', import.meta.url);
const readyMilliseconds = 10_000;

/** Why a test cannot run, where Debian's nginx is not installed. With HEXAOPS_REQUIRE_REAL=1 its absence is an error. */
export function missingNginx(): string | undefined {
  try {
    accessSync(program, constants.X_OK);
    return undefined;
  } catch (cause) {
    const missing = 'No nginx: run test/real/nginx/install.sh.';
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return missing;
  }
}

/** nginx with the project's example of a configuration, in front of servers of this machine. */
export class NginxServer implements AsyncDisposable {
  readonly url: string;
  readonly #directory: string;
  readonly #process: ServerProcess;

  private constructor(url: string, directory: string, server: ServerProcess) {
    this.url = url;
    this.#directory = directory;
    this.#process = server;
  }

  static async start(ports: readonly number[]): Promise<NginxServer> {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-nginx-'));
    const [port = 0] = await freePorts(1);
    const file = join(directory, 'nginx.conf');
    await writeFile(file, around(placed(await readFile(example, 'utf8'), port, ports)));
    const server = new ServerProcess('nginx', program, ['-p', directory, '-c', file, '-e', 'stderr'], directory);
    const url = `http://127.0.0.1:${port}`;
    await server.ready(async () => (await fetch(`${url}/readyz`)).status === 404, readyMilliseconds);
    return new NginxServer(url, directory, server);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await rm(this.#directory, { recursive: true });
  }
}

/** The example's two addresses replaced by those of the test, as many as there are; everything else is as it is published. */
function placed(text: string, port: number, ports: readonly number[]): string {
  const replaced = text
    .replaceAll(/^ *server hexaops-2:8080.*\n/gm, '')
    .replaceAll(/^( *)server hexaops-1:8080(.*)$/gm, (_, indent: string, rest: string) =>
      ports.map((replica) => `${indent}server 127.0.0.1:${replica}${rest}`).join('\n'),
    )
    .replace('listen 80;', `listen 127.0.0.1:${port};`);
  if (/hexaops-\d:|listen 80/.test(replaced))
    throw new Error('deploy/nginx.conf names other addresses than this test knows.');
  return replaced;
}

function around(http: string): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
  return [
    'daemon off; master_process off; pid nginx.pid; error_log stderr warn;',
    'events { worker_connections 4096; }',
    `http { access_log off; ${scratch.join(' ')}`,
    http,
    '}',
  ].join('\n');
}
