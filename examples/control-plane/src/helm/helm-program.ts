import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ApiServerOptions } from '../kubernetes/live/api-server.ts';
import { KubernetesError } from '../kubernetes/status.ts';
import { Problem } from '../problem.ts';
import type { ReleaseEngine } from './release-engine.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseTarget } from './release-target.ts';

/** Milliseconds that one run of Helm may take; it waits for nothing but the API server's answers. */
const timeout = 60_000;

/**
 * The real Helm, with the control plane's own credential, which it gets by its environment and never by its arguments.
 * Whatever it fails with may be done in part: nobody then claims that nothing happened.
 */
export class HelmProgram implements ReleaseEngine {
  readonly #program: string;
  readonly #server: ApiServerOptions;

  constructor(program: string, server: ApiServerOptions) {
    this.#program = program;
    this.#server = server;
  }

  async rollBack({ namespace, name, latest }: ReleaseTarget, to: ReleaseRecord): Promise<number> {
    await this.#inDirectory((directory) =>
      this.#run(['rollback', name, String(to.version), '--namespace', namespace], directory),
    );
    return latest.version + 1;
  }

  /** The chart is the one in the record. */
  async upgrade({ namespace, name, latest }: ReleaseTarget, values: JsonObject, isDry: boolean): Promise<number> {
    await this.#inDirectory(async (directory) => {
      const chart = join(directory, 'chart');
      await writeChart(chart, latest);
      const file = join(directory, 'set.json');
      await writeFile(file, JSON.stringify(values), { mode: 0o600 });
      const dry = isDry ? ['--dry-run=server'] : [];
      await this.#run(
        ['upgrade', name, chart, '--namespace', namespace, '--reset-values', '--values', file, ...dry],
        directory,
      );
    });
    return latest.version + 1;
  }

  async #inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'control-plane-helm-'));
    try {
      await work(directory);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #run(parameters: readonly string[], directory: string): Promise<void> {
    const { server, token, ca, insecureSkipTlsVerify } = this.#server;
    const authority = join(directory, 'ca.crt');
    if (ca !== undefined) await writeFile(authority, ca);
    const env = {
      HOME: directory,
      KUBECONFIG: join(directory, 'none'),
      HELM_KUBEAPISERVER: server,
      HELM_KUBETOKEN: token,
      ...(ca !== undefined && { HELM_KUBECAFILE: authority }),
      ...(insecureSkipTlsVerify === true && { HELM_KUBEINSECURE_SKIP_TLS_VERIFY: 'true' }),
    };
    const options = { env, timeout, maxBuffer: 16 * 1024 * 1024, cwd: directory };
    await new Promise<void>((resolve, reject) => {
      execFile(this.#program, parameters, options, (error, _output, complaint) => {
        if (error === null) return resolve();
        const last = complaint.trim().split('\n').at(-1) ?? '';
        reject(new KubernetesError(500, `Helm failed: ${last.slice(0, 500)}`, { cause: error }));
      });
    });
  }
}

/** A record holds the chart without its subcharts: then the chart cannot be had from it. */
async function writeChart(directory: string, { name, chart }: ReleaseRecord): Promise<void> {
  const { metadata, values, templates, files } = chart;
  const dependencies = isJsonObject(metadata) ? metadata['dependencies'] : undefined;
  if (Array.isArray(dependencies) && dependencies.length > 0) {
    throw new Problem(
      501,
      `the chart of ${name} has subcharts, which its record does not hold: upgrade it with its chart`,
    );
  }
  await writeInside(directory, 'Chart.yaml', JSON.stringify(metadata));
  await writeInside(directory, 'values.yaml', JSON.stringify(values ?? {}));
  const all = [templates, files].flatMap((list) => (Array.isArray(list) ? list.filter(isJsonObject) : []));
  for (const { name: path, data } of all) {
    if (typeof path !== 'string' || typeof data !== 'string') continue;
    await writeInside(directory, path, Buffer.from(data, 'base64').toString('utf8'));
  }
}

async function writeInside(directory: string, path: string, content: string): Promise<void> {
  const place = normalize(join(directory, path));
  if (!place.startsWith(`${directory}/`)) throw new Problem(400, 'the chart names a file outside of itself');
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
}
