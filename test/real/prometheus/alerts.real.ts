import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fakeCaller, openTools } from '@hexaops/core/testing';
import prometheusPlugin from '@hexaops/worker-prometheus';
import { eventually } from '../kubernetes/eventually.ts';
import { openMetrics } from './openmetrics.ts';
import { findPrograms } from './programs.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;

/** A rule of each workspace, one for both whose text and alerts name both, one that fails with both in its error. */
const rules = `
groups:
  - name: of-own
    rules:
      - { alert: OwnSlow, expr: vector(1), labels: { workspace_id: own, severity: critical }, annotations: { summary: own is slow } }
      - { record: 'own:recorded', expr: vector(2), labels: { workspace_id: own } }
      - { alert: OwnQuiet, expr: vector(1) > 2, labels: { workspace_id: own } }
  - name: canary-of-other
    rules:
      - { alert: OtherGone, expr: vector(1) + 0 * vector(4711), labels: { workspace_id: other }, annotations: { summary: canary-other } }
      - { record: 'other:recorded', expr: vector(3), labels: { workspace_id: other } }
  - name: canary-shared
    rules:
      - alert: Shared
        expr: label_replace(vector(1), "workspace_id", "own", "", "") or label_replace(vector(1), "workspace_id", "other", "", "") or vector(4711) > 9999
        labels: { severity: warning, namespace: shop }
        annotations: { summary: 'shared, for {{ $labels.workspace_id }}' }
      - alert: SharedOfOther
        expr: label_replace(vector(1), "workspace_id", "other", "", "")
      - alert: Nobodys
        expr: vector(1)
`;

describe("one workspace's alerts in a Prometheus that tells another's too", { skip }, () => {
  let prometheus: PrometheusServer;

  before(async () => {
    if ('missing' in programs) return;
    const some = openMetrics([{ name: 'up', labels: {}, points: [[Date.UTC(2024, 0, 1), 1]] }]);
    prometheus = await startPrometheus(programs, some, rules);
    await eventually('six alerts', async () => {
      const answer = await fetch(`${prometheus.url}/api/v1/alerts`);
      const { data } = (await answer.json()) as { readonly data: { readonly alerts: readonly unknown[] } };
      return data.alerts.length >= 6 ? true : undefined;
    });
  });
  after(() => prometheus?.[Symbol.asyncDispose]());

  const call = async (workspace: string, tool: string, input: object = {}) => {
    await using tools = await openTools({ use: prometheusPlugin, config: { url: prometheus.url } });
    return tools.call(tool, input, { caller: fakeCaller({ workspace }) });
  };
  const rowsOf = (result: Awaited<ReturnType<typeof call>>) => {
    const content = result.evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    return content.rows;
  };

  test('are those whose label is its own, with nothing of the others, in any part of the result', async () => {
    const own = await call('own', 'list-alerts');
    assert.deepEqual(
      rowsOf(own).map(([name, state, , severity, object]) => [name, state, severity, object]),
      [
        ['OwnSlow', 'firing', 'critical', 'Alert OwnSlow'],
        ['Shared', 'firing', 'warning', 'Namespace shop'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(own), /other|canary|4711|Nobodys/i);
    assert.equal(own.moments?.length, 2);
    const other = await call('other', 'list-alerts');
    assert.deepEqual(
      rowsOf(other)
        .map(([name]) => String(name))
        .sort(),
      ['OtherGone', 'Shared', 'SharedOfOther'],
    );
    assert.doesNotMatch(JSON.stringify(other), /\bown\b|OwnSlow|OwnQuiet/);
    assert.deepEqual(rowsOf(await call('third', 'list-alerts')), []);
  });

  test("rules are its own with their text, and those for all without it where it has alerts; another's are not there", async () => {
    const own = await call('own', 'list-alert-rules');
    assert.deepEqual(
      rowsOf(own).map(([name, kind, state, alerts, , expression]) => [name, kind, state, alerts, expression]),
      [
        ['OwnSlow', 'alerting', 'firing', 1, 'vector(1)'],
        ['own:recorded', 'recording', '', 0, 'vector(2)'],
        ['OwnQuiet', 'alerting', 'inactive', 0, 'vector(1) > 2'],
        ['Shared', 'alerting', 'firing', 1, '(for all workspaces)'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(own), /other|canary|4711|Nobodys/i);
    assert.deepEqual(rowsOf(await call('third', 'list-alert-rules')), []);
    assert.doesNotMatch(JSON.stringify(await call('other', 'list-alert-rules')), /\bown\b|OwnSlow|OwnQuiet/);
  });

  test('no workspace name gets more than its own', async () => {
    for (const workspace of ['', '.*', 'own|other', 'own" or "', '__proto__', 'constructor', 'OWN', 'own '])
      for (const tool of ['list-alerts', 'list-alert-rules'])
        assert.deepEqual(rowsOf(await call(workspace, tool)), [], `${workspace} ${tool}`);
  });
});
