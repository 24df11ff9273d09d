import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import {
  createEngine,
  definePlugin,
  measurementPoint,
  metricsPagePoint,
  type ModelSchedule,
  modelSchedulePoint,
  type RunEventDraft,
} from '@hexaops/core';
import { HeldPlugin } from '@hexaops/core/testing';
import metrics from '@hexaops/metrics';
import traceLangfuse from '@hexaops/trace-langfuse';
import { parse } from 'yaml';
import { recordedRun } from '../projections/recorded-run.ts';

const folder = new URL('../../deploy/observability/', import.meta.url);

/** What Prometheus itself adds. */
const prometheusOwn = new Set(['up']);

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

const dashboard = JSON.parse(await readFile(new URL('dashboard.json', folder), 'utf8')) as Dashboard;
const rules = parse(await readFile(new URL('alerts.yaml', folder), 'utf8')) as Rules;
const schedule: ModelSchedule = {
  id: 'ollama',
  snapshot: () => ({
    nodes: [{ id: 'n', up: true, slots: 1, models: [] }],
    waiting: { interactive: 0 },
    counts: { dispatched: 0, refused: 0, expired: 0, failedOver: 0, swaps: 0 },
  }),
  models: () => Promise.resolve([]),
  pull: async function* () {},
};

const page = await metricsPage();
const served = servedMetrics(page);

describe('what is shown and alerted on', () => {
  for (const { title, targets = [] } of dashboard.panels) {
    if (targets.length === 0) continue;
    test(`"${title}" draws what /metrics has`, () => {
      for (const { expr } of targets) assertServed(expr);
    });
  }

  for (const { alert, expr } of rules.groups.flatMap((group) => group.rules)) {
    test(`${alert} looks at what /metrics has`, () => assertServed(expr));
  }

  test('has an id of its own for each panel', () => {
    assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  });

  test('leaves out no metric of the service', () => {
    const shown = JSON.stringify([dashboard, rules]);
    for (const { name } of families()) {
      if (name.startsWith('hexaops_')) assert.ok(shown.includes(name), `${name} is shown nowhere`);
    }
  });

  test('docs/observability.md lists every metric with its labels (HEXAOPS_WRITE_DOCS=1 writes it)', async () => {
    const file = new URL('../../docs/observability.md', import.meta.url);
    const text = await readFile(file, 'utf8');
    const from = text.indexOf('| metric ');
    const to = text.indexOf('\n\n', from);
    assert.ok(from > 0 && to > from, 'there is no table of metrics');
    const written = text.slice(0, from) + tableOf(families()) + text.slice(to);
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(file, written);
    assert.equal(await readFile(file, 'utf8'), written);
  });

  test('has a line of help for each metric', () => {
    for (const { name, help } of families()) assert.ok(help.length > 10, name);
  });
});

/** Every metric of the expression is served, and has the labels that are asked for. */
function assertServed(expr: string): void {
  const names = expr.match(/\b(?:hexaops|process)_\w+/g) ?? [];
  assert.ok(names.length > 0 || [...prometheusOwn].some((own) => expr.includes(`${own}{`)), expr);
  for (const name of names)
    assert.ok(served.has(name), `${name} is not served; there are: ${[...served.keys()].join(', ')}`);
  for (const [, name = '', selected = ''] of expr.matchAll(/\b(hexaops_\w+)\{([^}]*)\}/g)) {
    for (const [, label = ''] of selected.matchAll(/(\w+)\s*[=!]/g)) {
      if (label !== 'job') assert.ok(served.get(name)?.has(label), `${name} has no label "${label}"`);
    }
  }
}

interface Family {
  readonly name: string;
  readonly kind: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** As Prometheus has them: a histogram is one, under the name of its buckets without their ending. */
function families(): readonly Family[] {
  const kinds = new Map([...page.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = '', kind = '']) => [name, kind]));
  return [...page.matchAll(/^# HELP (\S+) (.*)$/gm)]
    .map(([, name = '', help = '']) => {
      const kind = kinds.get(name) ?? '';
      const labels = served.get(kind === 'histogram' ? `${name}_bucket` : name) ?? assert.fail(`${name} has no value`);
      return { name, kind, help, labels: [...labels].filter((label) => label !== 'le') };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function tableOf(all: readonly Family[]): string {
  const rows = [
    ['metric', 'kind', 'labels', ''],
    ...all.map(({ name, kind, labels, help }) => [
      `\`${name}\``,
      kind,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

/** The page of a service after one of everything has happened. */
async function metricsPage(): Promise<string> {
  await using plugin = new HeldPlugin(metrics, {});
  await using tracing = new HeldPlugin(traceLangfuse, {
    baseUrl: 'http://127.0.0.1:9',
    publicKey: 'pk',
    secretKey: 'sk',
    flushSeconds: 0.1,
  });
  const [metricsOf] = plugin.contributions(metricsPagePoint);
  const { events } = await recordedRun();
  for (const event of events) plugin.fire('runEvent', event);
  const [first] = events;
  const more: readonly RunEventDraft[] = [
    { type: 'model-called', task: 'plan', model: 'a/b', inputTokens: 1, outputTokens: 1, cost: 1, milliseconds: 1 },
    { type: 'model-refused', task: 'plan', model: 'a/b', tool: 't', reason: 'r' },
  ];
  for (const draft of more) plugin.fire('runEvent', { ...first, ...draft });
  plugin.fire('ruleTried', { rule: 'guard.tried', stage: 'guard', would: ['deny'] });
  plugin.fire('jobFailed', { job: 'deliver-audit', error: new Error('x') });
  metricsOf?.countRequest({ method: 'GET', path: '/v1/chat', status: 200, milliseconds: 1 });
  await using engine = await createEngine({
    plugins: [definePlugin({ register: (api) => api.contribute(modelSchedulePoint, schedule) })],
  });
  return (await metricsOf?.render([...engine.measurements(), ...tracing.contributions(measurementPoint)])) ?? '';
}

/** Names of all metrics with their labels. */
function servedMetrics(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const known = found.get(name) ?? new Set<string>();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(name, known);
  }
  return found;
}
