import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { call, contextOf, fakePrometheus } from '../testing/fake-prometheus.ts';
import { listAlertRules } from '../tools/list-alert-rules.ts';
import { listAlerts } from '../tools/list-alerts.ts';
import { alertsOf, rulesOf } from './alerts.ts';

const own = { label: 'workspace_id', value: 'w-1' };
const alert = (labels: object, more: object = {}) => ({
  labels,
  annotations: {},
  state: 'firing',
  activeAt: '2024-01-01T00:00:00Z',
  value: '1',
  ...more,
});
const rule = (labels: object, alerts: readonly object[] = [], more: object = {}) => ({
  name: 'R',
  query: 'secret_of_another > 1',
  type: 'alerting',
  state: 'firing',
  health: 'ok',
  lastError: 'secret error',
  labels,
  alerts,
  ...more,
});
const alerts = (...all: readonly unknown[]) => alertsOf({ data: { alerts: all } }, own);
const rules = (...all: readonly unknown[]) =>
  rulesOf({ data: { groups: [{ name: 'secret group', rules: all }] } }, own);

describe("an answer that holds every workspace's alerts", () => {
  test('gives those whose label has the very value', () => {
    const labels = [{ workspace_id: 'w-1', alertname: 'A' }, { workspace_id: 'w-10' }, { workspace_id: 'W-1' }, {}];
    assert.deepEqual(
      alerts(...labels.map((each) => alert(each))).map(({ name, state, activeAt }) => ({ name, state, activeAt })),
      [{ name: 'A', state: 'firing', activeAt: Date.UTC(2024, 0, 1) }],
    );
  });

  test('an empty value of a workspace has no alerts, whatever there is', () => {
    const nobody = { label: 'workspace_id', value: '' };
    const body = { data: { alerts: [alert({ workspace_id: '' }), alert({})] } };
    assert.deepEqual(alertsOf(body, nobody), []);
  });

  test('what is no answer of the API is an error', () => {
    for (const body of [undefined, {}, { data: {} }, { data: { alerts: {} } }, { data: { alerts: [5] } }])
      assert.throws(
        () => alertsOf(body, own),
        (error) => HexaopsError.is(error, 'tool-failed'),
      );
  });

  test('no alert of another is given, however its labels are written', () => {
    const value = fc.oneof(fc.constantFrom('w-1', 'w-2', '', '__proto__'), fc.string());
    const labels = fc.dictionary(fc.constantFrom('workspace_id', 'alertname', 'pod', '__proto__'), value);
    fc.assert(
      fc.property(fc.array(labels), (all) => {
        const given = alerts(...all.map((each) => alert(each)));
        assert.equal(
          given.length,
          all.filter((each) => Object.hasOwn(each, 'workspace_id') && each['workspace_id'] === 'w-1').length,
        );
        for (const one of given) assert.equal(one.labels['workspace_id'], 'w-1');
      }),
    );
  });
});

describe("an answer that holds every workspace's rules", () => {
  test('gives its own with their text', () => {
    const [mine] = rules(rule({ workspace_id: 'w-1' }));
    assert.deepEqual(
      [mine?.expression, mine?.error, mine?.group],
      ['secret_of_another > 1', 'secret error', 'secret group'],
    );
  });

  test("not those of another, even where an alert of theirs bears the workspace's value", () => {
    assert.deepEqual(rules(rule({ workspace_id: 'w-2' }, [alert({ workspace_id: 'w-1' })])), []);
  });

  test('of those for all, the ones with its own alerts, without text, error, group, or the state of others', () => {
    const both = [alert({ workspace_id: 'w-2' }), alert({ workspace_id: 'w-1' }, { state: 'pending' })];
    for (const labels of [{}, { workspace_id: '{{ $labels.workspace_id }}' }]) {
      const given = rules(rule(labels, both), rule(labels, [alert({ workspace_id: 'w-2' })]), rule(labels));
      assert.equal(given.length, 1);
      assert.deepEqual([given[0]?.state, given[0]?.alerts.length], ['pending', 1]);
      assert.doesNotMatch(JSON.stringify(given), /secret|w-2/);
    }
  });
});

describe('the tools', () => {
  const documents = {
    alerts: {
      alerts: [
        alert(
          { workspace_id: 'w-1', alertname: 'Slow', severity: 'page', namespace: 'shop', service: 'cart' },
          { annotations: { summary: 'slow' } },
        ),
        alert({ workspace_id: 'w-1', alertname: 'Soon', namespace: 'staging' }, { state: 'pending' }),
        alert({ workspace_id: 'w-2', alertname: 'Theirs' }),
      ],
    },
    rules: { groups: [{ name: 'g', rules: [rule({ workspace_id: 'w-1' }, [], { health: 'err' }), rule({}, [])] }] },
  };
  const { prometheus } = fakePrometheus(() => [], documents);

  test('list-alerts: what fires is a finding about what the alert names, and a moment', async () => {
    const { findings, moments, value } = await call(listAlerts(prometheus), {});
    assert.deepEqual(
      findings?.map(({ cause, severity, object }) => [cause, severity, object]),
      [['alert-firing', 'critical', { kind: 'Service', namespace: 'shop', name: 'cart' }]],
    );
    assert.deepEqual(
      moments?.map(({ at, what }) => [at, what]),
      [[Date.UTC(2024, 0, 1), 'alert Slow began']],
    );
    assert.deepEqual(value, { firing: 1, pending: 1 });
  });

  for (const [input, count] of [
    [{ state: 'firing' }, 1],
    [{ namespace: 'staging' }, 1],
    [{ name: 'Theirs' }, 0],
    [{ name: 'Slow', namespace: 'staging' }, 0],
  ] as const)
    test(`list-alerts ${JSON.stringify(input)}: ${count}`, async () => {
      const { evidence } = await call(listAlerts(prometheus), input);
      assert.ok(evidence[0]?.content.kind === 'table');
      assert.equal(evidence[0].content.rows.length, count);
    });

  test('list-alert-rules: those that cannot be evaluated', async () => {
    assert.deepEqual((await call(listAlertRules(prometheus), { failing: true })).value, { rules: 1, failing: 1 });
  });

  test("use the operator's value of the workspace", async () => {
    const mapped = fakePrometheus(() => [], documents, { workspaceValues: { 'w-1': 'w-2' } });
    const { answer } = await mapped.prometheus.alerts(contextOf());
    assert.deepEqual(
      answer.map(({ name }) => name),
      ['Theirs'],
    );
  });
});
