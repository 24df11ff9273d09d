import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
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

const served = await servedMetrics();

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
    const known = new Set(['hexaops_runs_started', 'hexaops_runs_resumed']);
    for (const [name] of served) {
      const base = name.replace(/_(total|bucket|sum|count)$/, '');
      if (!name.startsWith('hexaops_') || known.has(base) || /^hexaops_(trace_|schedule_events)/.test(name)) continue;
      assert.ok(shown.includes(base), `${name} is neither shown nor left out on purpose`);
    }
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

/** Names of all metrics with their labels, after one of everything has happened. */
async function servedMetrics(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  await using plugin = new HeldPlugin(metrics, {});
  await using tracing = new HeldPlugin(traceLangfuse, {
    collector: { url: 'http://127.0.0.1:9/v1/traces' },
    flushSeconds: 0.1,
  });
  const [page] = plugin.contributions(metricsPagePoint);
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
  page?.countRequest({ method: 'GET', path: '/v1/chat', status: 200, milliseconds: 1 });
  await using engine = await createEngine({
    plugins: [definePlugin({ register: (api) => api.contribute(modelSchedulePoint, schedule) })],
  });
  const text = (await page?.render([...engine.measurements(), ...tracing.contributions(measurementPoint)])) ?? '';
  const found = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const known = found.get(name) ?? new Set<string>();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(name, known);
  }
  return found;
}
