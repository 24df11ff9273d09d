import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadDiagnoseRules } from '@hexaops/worker-kubernetes/diagnosis';
import causes from './causes.json' with { type: 'json' };
import { predictionsOf } from './predictions.ts';

const cart = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const set = { kind: 'StatefulSet', namespace: 'shop', name: 'mysql-primary' };

describe('Predictions', () => {
  it('are the first three that differ', () => {
    const findings = [
      { cause: 'out-of-memory', object: cart },
      { cause: 'service-selector-mismatch', object: { ...cart, kind: 'Service' } },
      { cause: 'out-of-memory', object: { ...cart, kind: 'Pod' } },
      { cause: 'kubelet-unavailable', object: { kind: 'Node', name: 'a' } },
      { cause: 'zero-replicas', object: cart },
    ];
    assert.deepEqual(predictionsOf({ findings, relations: [] }), [
      { object: 'app/cart', rootCause: 'oom_killed' },
      { object: 'app/cart', rootCause: 'service_selector_mismatch' },
      { object: 'node/a', rootCause: 'kubelet_unavailable' },
    ]);
  });

  it('name what is neither a Deployment nor a Service by the service that selects it', () => {
    const relations = [{ from: { kind: 'Service', namespace: 'shop', name: 'mysql' }, to: set, relation: 'selects' }];
    assert.deepEqual(predictionsOf({ findings: [{ cause: 'database-read-only', object: set }], relations }), [
      { object: 'app/mysql', rootCause: 'db_read_only' },
    ]);
    assert.deepEqual(predictionsOf({ findings: [{ cause: 'database-read-only', object: set }], relations: [] }), [
      { object: 'app/mysql-primary', rootCause: 'db_read_only' },
    ]);
  });

  it('name a network policy by the workload that it restricts', () => {
    const policy = { kind: 'NetworkPolicy', namespace: 'shop', name: 'cart-egress' };
    const findings = [{ cause: 'network-policy-blocks-dns', object: policy }];
    const relations = [{ from: cart, to: policy, relation: 'restricted-by' }];
    assert.deepEqual(predictionsOf({ findings, relations }), [
      { object: 'app/cart', rootCause: 'service_dns_resolution_failure' },
    ]);
  });

  it('leave out causes that the benchmark does not have', () => {
    assert.deepEqual(predictionsOf({ findings: [{ cause: 'workload-unavailable', object: cart }], relations: [] }), []);
  });

  it('are made of causes that rules name', async () => {
    const rules = (await loadDiagnoseRules(AbortSignal.timeout(10_000))).rules('diagnose');
    const named = new Set(rules.flatMap(({ actions }) => actions.map(({ finding }) => finding.cause)));
    assert.deepEqual(
      Object.keys(causes).filter((cause) => !named.has(cause)),
      [],
    );
  });

  it('reach all 49 root causes', () => {
    assert.equal(new Set(Object.values(causes).map(({ rootCause }) => rootCause)).size, 49);
  });
});
