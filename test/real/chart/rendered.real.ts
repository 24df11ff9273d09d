import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { hexaops } from '../../support/command.ts';
import { findHelm } from '../helm/programs.ts';
import { podsOf, Renderer } from './renderer.ts';
import { variants } from './values.ts';

const execute = promisify(execFile);
const observability = new URL('../../../deploy/observability/', import.meta.url);
const helm = findHelm();
const skip = 'missing' in helm && helm.missing;

describe('What the chart says', { skip }, () => {
  let directory: string;
  let renderer: Renderer;

  before(async () => {
    assert.ok(!('missing' in helm));
    directory = await mkdtemp(join(tmpdir(), 'hexaops-chart-'));
    renderer = new Renderer(helm.helm, directory);
  });

  after(() => rm(directory, { recursive: true, force: true }));

  test('is scraped, shown and alerted on by the name that the dashboard and the rules know', async () => {
    const objects = await renderer.objects(variants['watched, with the console']);
    const of = (kind: string, name: string) => {
      const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
      assert.ok(found, `${kind} ${name}`);
      return found;
    };
    const { endpoints } = of('ServiceMonitor', 'hexaops').spec as {
      readonly endpoints: readonly { readonly relabelings: readonly object[] }[];
    };
    assert.deepEqual(endpoints[0]?.relabelings, [{ targetLabel: 'job', replacement: 'hexaops' }]);
    const alerts = parse(await readFile(new URL('alerts.yaml', observability), 'utf8')) as object;
    assert.deepEqual(of('PrometheusRule', 'hexaops').spec, alerts);
    const dashboard = of('ConfigMap', 'hexaops-dashboard');
    assert.equal(dashboard.metadata.labels?.['grafana_dashboard'], '1');
    assert.deepEqual(
      JSON.parse((dashboard['data'] as { readonly 'hexaops.json': string })['hexaops.json']),
      JSON.parse(await readFile(new URL('dashboard.json', observability), 'utf8')),
    );
    const { rules } = of('Ingress', 'hexaops-console').spec as {
      readonly rules: readonly { readonly http: { readonly paths: readonly { readonly path: string }[] } }[];
    };
    assert.deepEqual(
      rules.flatMap(({ http }) => http.paths.map(({ path }) => path)),
      ['/console/'],
    );
  });

  test('the configuration that it writes is the one that was meant', async () => {
    const objects = await renderer.objects(variants['several replicas on one Postgres']);
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'hexaops');
    assert.ok(map);
    const config = parse((map['data'] as { readonly 'hexaops.yaml': string })['hexaops.yaml']) as {
      readonly mode: string;
      readonly server: { readonly port: number };
      readonly plugins: readonly { readonly use: string; readonly config: { readonly url?: string } }[];
      readonly rules: readonly string[];
    };
    assert.deepEqual([config.mode, config.server.port, config.rules], ['readOnly', 8080, ['/etc/hexaops/rules']]);
    assert.deepEqual(
      config.plugins.map(({ use }) => use.replace('@hexaops/', '')),
      ['auth-jwt', 'control-plane', 'store-sql', 'jobs-postgres', 'worker-kubernetes', 'metrics'],
    );
    assert.equal(config.plugins[2]?.config.url, '${env:DATABASE_URL}');
  });

  for (const name of ['as it comes', 'cut off, with everything elsewhere'] as const) {
    const values = variants[name];
    test(`${name}: the configuration that it writes is one that the service takes`, async () => {
      const file = await renderer.configuration(values);
      const named = [...(await readFile(file, 'utf8')).matchAll(/\$\{env:(\w+)\}/g)].map(
        ([, variable = '']) => variable,
      );
      const environment = Object.fromEntries(named.map((variable) => [variable, valueFor(variable)]));
      const [program, ...parameters] = hexaops;
      const { stdout } = await execute(program, [...parameters, 'config', 'check', '--config', file], {
        env: environment,
      });
      const [deployment] = (await renderer.objects(values)).filter(({ kind }) => kind === 'Deployment').flatMap(podsOf);
      const given = new Set(deployment?.containers[0]?.env?.map((variable) => variable.name));
      assert.deepEqual(
        named.filter((variable) => !given.has(variable)),
        [],
        stdout,
      );
    });
  }

  test('tells the scheduler of the nodes what they are set to, and how many replicas ask them', async () => {
    const written = await readFile(
      await renderer.configuration(variants['cut off, with everything elsewhere']),
      'utf8',
    );
    const { plugins } = parse(written) as { readonly plugins: readonly { readonly use: string; config: object }[] };
    assert.deepEqual(plugins.find(({ use }) => use === '@hexaops/llm-ollama')?.config, {
      service: 'ollama-nodes.ai-ops-llm.svc.cluster.local:11434',
      slots: 8,
      modelsPerNode: 3,
      contextTokens: 8192,
      replicas: 3,
    });
  });

  test('adds replicas when those that are there have used up most of a core, not of what they ask for', async () => {
    const objects = await renderer.objects(variants['several replicas on one Postgres']);
    const scaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    const { metrics } = (scaler?.spec ?? {}) as { readonly metrics?: readonly object[] };
    const target = { type: 'AverageValue', averageValue: '700m' };
    assert.deepEqual(metrics, [{ type: 'Resource', resource: { name: 'cpu', target } }]);
  });

  test('takes a proxy with its password from a Secret', async () => {
    const [pod] = (await renderer.objects(variants['cut off, with everything elsewhere']))
      .filter(({ kind }) => kind === 'Deployment')
      .flatMap(podsOf);
    const about = pod?.containers[0]?.env?.filter(({ name }) => /PROXY/.test(name)) ?? [];
    assert.deepEqual(about, [
      { name: 'HTTPS_PROXY', valueFrom: { secretKeyRef: { name: 'hexaops', key: 'HTTPS_PROXY' } } },
      { name: 'NODE_USE_ENV_PROXY', value: '1' },
      { name: 'NO_PROXY', value: '.svc,.cluster.local,127.0.0.1,localhost' },
    ]);
  });

  test('a node serves what is on its disk where no model can be pulled, and nothing where a model is nowhere', async () => {
    const map = (await renderer.objects({ ollama: { enabled: true, models: ['here:1b', 'gone:8b'] } })).find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'ollama-models',
    );
    const { 'pull.sh': script = '' } = (map?.['data'] ?? {}) as { readonly 'pull.sh'?: string };
    const pulled = (ollama: string) =>
      execute('/bin/sh', ['-ec', `ollama() { ${ollama}; }\n${script}`]).then(
        ({ stdout }) => ({ code: 0, stdout }),
        ({ code, stdout }: { readonly code: number; readonly stdout: string }) => ({ code, stdout }),
      );
    assert.deepEqual(await pulled('true'), { code: 0, stdout: 'pulling here:1b\npulling gone:8b\n' });
    const disk = await pulled('test "$1" = show');
    assert.deepEqual([disk.code, disk.stdout.match(/the copy on the disk/g)?.length], [0, 2]);
    const partly = await pulled('test "$1 $2" = "show here:1b"');
    assert.equal(partly.code, 1);
    assert.match(partly.stdout, /^gone:8b could not be pulled, and is not on the disk$/m);
  });

  for (const [what, values, said] of [
    ['a key that there is not', { image: { repositori: 'x' } }, /image/],
    ['a port that is none', { service: { port: 'http' } }, /service\/port|service\.port/],
    [
      'a password',
      { plugins: { 'store-sql': { enabled: true, config: { url: 'postgres://u:hunter2@db/x' } } } },
      /store-sql\W+config\W+url/,
    ],
    ['a plugin that there is not', { plugins: { 'worker-telnet': { enabled: true } } }, /worker-telnet/],
    ['a page that nobody gives out', { ingress: { enabled: true, host: 'hks.example' } }, /plugins\.console/],
    [
      'to scrape what is not there',
      { serviceMonitor: { enabled: true }, plugins: { metrics: { enabled: false } } },
      /plugins\.metrics/,
    ],
    ['a password of a proxy', { proxy: { https: 'http://user:hunter2@proxy:3128' } }, /proxy\W+https/],
    [
      'a password of the nodes\u2019 proxy',
      { ollama: { enabled: true, proxy: { https: 'http://u:hunter2@p' } } },
      /proxy\W+https/,
    ],
    ['a port that the probes do not know', { config: { server: { port: 9000 } } }, /config\W+server/],
    ['an end that Kubernetes does not wait for', { config: { server: { shutdownSeconds: 300 } } }, /config\W+server/],
    [
      'a proxy that the nodes would be called through',
      { ...variants['private models on GPUs'], proxy: { http: 'http://proxy:3128' } },
      /proxy\.http/,
    ],
    [
      'more calls at a time than the nodes take',
      {
        ollama: { enabled: true },
        plugins: { 'llm-ollama': { enabled: true, config: { nodes: ['http://gpu-1:11434'], slots: 5 } } },
      },
      /llm-ollama\.config\.slots/,
    ],
    ['replicas without a store that they share', { replicas: 2 }, /several replicas need a store that they share/],
  ] as const) {
    test(`refuses ${what}, and says where`, async () => {
      await assert.rejects(renderer.objects(values), (error: Error & { readonly stderr?: string }) => {
        assert.match(error.stderr ?? '', said);
        assert.doesNotMatch(error.stderr ?? '', /hunter2/);
        return true;
      });
    });
  }
});

function valueFor(variable: string): string {
  if (variable === 'DATABASE_URL') return 'postgres://hexaops@database.example/hexaops';
  if (variable === 'REDIS_URL') return 'redis://redis.example';
  return 'only-for-this-test';
}
