import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import type { Programs } from './programs.ts';

const readyMilliseconds = 60_000;

export interface Running extends AsyncDisposable {
  readonly url: string;
}

/** An Alertmanager that tells each of the URLs of every alert at once, with the credential. */
export async function startAlertmanager(
  { alertmanager }: Programs,
  webhooks: readonly string[],
  credential: string,
): Promise<Running> {
  const configuration = {
    route: {
      receiver: 'hexaops',
      group_by: ['alertname'],
      group_wait: '0s',
      group_interval: '1s',
      repeat_interval: '1h',
    },
    receivers: [
      {
        name: 'hexaops',
        webhook_configs: webhooks.map((url) => ({
          url,
          http_config: { authorization: { type: 'Bearer', credentials_file: 'credential' } },
        })),
      },
    ],
  };
  return start('alertmanager', alertmanager, { 'alertmanager.yml': configuration, credential }, (directory, port) => [
    `--config.file=${join(directory, 'alertmanager.yml')}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // Alone: it waits for no other of its kind.
    '--cluster.listen-address=',
  ]);
}

export interface FiringAlert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whether the Prometheus that is asked knows its Alertmanager: what it fires before that is lost. */
export const onceDiscovered = 'vector(1) and on() (prometheus_notifications_alertmanagers_discovered > 0)';

/** A Prometheus that looks at itself, as the workspace's. */
export async function startPrometheus(
  { prometheus }: Programs,
  alertmanager: string,
  workspace: string,
  rules: readonly FiringAlert[],
  port: number,
): Promise<Running> {
  const configuration = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager).host] }] }] },
    scrape_configs: [
      { job_name: 'self', static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { workspace_id: workspace } }] },
    ],
  };
  const files = { 'prometheus.yml': configuration, 'rules.yml': { groups: [{ name: 'test', rules }] } };
  return start(
    'prometheus',
    prometheus,
    files,
    (directory) => [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    port,
  );
}

async function start(
  name: string,
  program: string,
  files: Readonly<Record<string, unknown>>,
  flags: (directory: string, port: number) => readonly string[],
  known?: number,
): Promise<Running> {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), `hexaops-${name}-`));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    // YAML is a superset of JSON.
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(directory, file), text, { mode: 0o600 });
  }
  const port = known ?? (await freePorts(1))[0] ?? 0;
  const url = `http://127.0.0.1:${port}`;
  const server = opened.use(new ServerProcess(name, program, [...flags(directory, port)], directory));
  await server.ready(async () => (await fetch(`${url}/-/ready`)).ok, readyMilliseconds);
  const kept = opened.move();
  return { url, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
