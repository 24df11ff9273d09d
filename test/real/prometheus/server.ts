import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import type { Programs } from './programs.ts';

const run = promisify(execFile);

export interface PrometheusServer extends AsyncDisposable {
  readonly url: string;
}

/** A target on a loopback port, scraped each second, and the labels that its series get. */
export interface Target {
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A Prometheus of its own on a free loopback port, which holds what the OpenMetrics text says, and scrapes `targets`. `rules`
 * is a rule file, evaluated each second.
 */
export async function startPrometheus(
  programs: Programs,
  openMetrics: string,
  rules?: string,
  targets: readonly Target[] = [],
): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-prometheus-'));
  const data = join(directory, 'data');
  await writeFile(join(directory, 'input'), openMetrics);
  const evaluated = `global: { evaluation_interval: 1s }\nrule_files: [${join(directory, 'rules.yml')}]\n`;
  if (rules !== undefined) await writeFile(join(directory, 'rules.yml'), rules);
  const jobs = targets.map(({ port, labels }, index) => ({
    job_name: `target-${index}`,
    scrape_interval: '1s',
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels }],
  }));
  const scraped = `scrape_configs: ${JSON.stringify(jobs)}\n`;
  await writeFile(join(directory, 'prometheus.yml'), `${rules === undefined ? '' : evaluated}${scraped}`);
  await run(programs.promtool, ['tsdb', 'create-blocks-from', 'openmetrics', join(directory, 'input'), data], {
    maxBuffer: 64 * 1024 ** 2,
  });
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  const server = new ServerProcess('prometheus', programs.prometheus, flags, directory);
  await server.ready(async () => (await fetch(`${url}/-/ready`)).ok, 20_000);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}
