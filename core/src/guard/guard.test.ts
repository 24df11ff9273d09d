import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '../engine/fact-schemas.ts';
import type { Preview } from '../extension/tool.ts';
import { compileRules, type RuleSet } from '../rules/index.ts';
import type { Plan, PlanStep } from '../run/plan.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { guard, type GuardedCall, type GuardSettings } from './guard.ts';

const settings: GuardSettings = { mode: 'normal', environment: () => 'production' };
const step: PlanStep = {
  id: 'scale',
  tool: 'scale',
  worker: 'shop',
  effect: 'write',
  arguments: { replicas: 0 },
  needs: [],
  provenance: { replicas: { taint: 'caller', origin: 'you wrote "0"' } },
};
const plan: Plan = { task: 't', steps: [step], madeBy: { rule: 'r' }, tainted: false };
const preview: Preview = {
  summary: 's',
  changes: [{ path: 'spec.replicas', before: 3, after: 0 }],
  blast: { pods: 3, share: 0.3, replicasBefore: 3, replicasAfter: 0, namespaces: ['shop'], isWholeWorkspace: false },
};
const recent = { operationsByCaller: 1, operationsInWorkspace: 2, operationsOnTarget: 1 };
const operation = { operation: 'scale', target: 'deployment/shop/checkout', parameters: { replicas: 0 } };
const call: GuardedCall = { step, caller: fakeCaller(), plan, operation, preview, proposed: false, recent };

function rulesOf(when: string, action: object = { allow: true }) {
  const set = {
    apiVersion: 'hexaops/v1',
    kind: 'RuleSet',
    stage: 'guard',
    rules: [{ id: 'guard.it', when, then: [action] }],
  } as RuleSet;
  return compileRules([set], { schemas: factSchemas });
}

const decisionOf = (when: string, changed: Partial<GuardedCall> = {}, own: Partial<GuardSettings> = {}) =>
  guard({ ...call, ...changed }, rulesOf(when), { ...settings, ...own }).decision;

test('denies every change of the service itself, whatever the rules allow', () => {
  const { token: _, permissions: __, ...rest } = call.caller;
  const own = { ...rest, kind: 'service', token: undefined, permissions: undefined } as const;
  assert.equal(decisionOf('true'), 'allow');
  assert.equal(decisionOf('true', { caller: own }), 'deny');
});

describe('what a guard rule sees of a write', () => {
  for (const when of [
    'recent.operationsOnTarget == 1 && recent.operationsByCaller == 1 && recent.operationsInWorkspace == 2',
    'blast.pods == 3 && blast.share < 0.5 && blast.replicasBefore == 3 && blast.replicasAfter == 0',
    'blast.namespaces == ["shop"] && !blast.isWholeWorkspace',
    'operation.operation == "scale" && operation.target == "deployment/shop/checkout" && operation.parameters.replicas == 0',
    'limits.operationsOnTarget == 10 && limits.operationsByCaller == 30 && limits.operationsInWorkspace == 60',
    'limits.share == 0.5 && limits.pods == 10',
    'environment == "production" && changes.exists(change, change.before == 3 && change.after == 0)',
  ])
    test(when, () => assert.equal(decisionOf(when), 'allow'));

  test('the limits are the operator\u2019s', () => {
    const limits = { operationsByCaller: 1, operationsInWorkspace: 1, operationsOnTarget: 1, share: 0.1, pods: 1 };
    assert.equal(decisionOf('limits.pods == 1 && limits.share < 0.2', {}, { limits }), 'allow');
  });

  test('what its tool does not know is missing: an allow does not fire, what requires approval does', () => {
    const unknown = { preview: { summary: 's', changes: [] } };
    assert.equal(decisionOf('blast.share < 0.5', unknown), 'require-approval');
    const rules = rulesOf('blast.share > 0.5', { deny: true });
    assert.equal(guard({ ...call, ...unknown }, rules, settings).decision, 'deny');
  });
});

describe('whatever the rules allow', () => {
  test('a service that is read only denies a write', () => {
    assert.equal(decisionOf('true', {}, { mode: 'readOnly' }), 'deny');
  });

  test('a token that names permissions without changing is denied a write, and not a read', () => {
    const caller = { ...fakeCaller(), permissions: ['aiops:read' as const] };
    assert.equal(decisionOf('true', { caller }), 'deny');
    assert.equal(decisionOf('true', { caller: { ...caller, permissions: [] } }), 'deny');
    assert.equal(decisionOf('true', { caller: { ...caller, permissions: ['aiops:remediate'] } }), 'allow');
    const read = { ...step, effect: 'read' as const };
    assert.equal(decisionOf('false', { caller, step: read, preview: undefined }), 'allow');
  });

  test('a write is denied where what was done lately is not known', () => {
    const { recent: _, ...uncounted } = call;
    assert.equal(guard(uncounted, rulesOf('true'), settings).decision, 'deny');
  });

  test('a write is asked about whose arguments, or whose plan, others may have written', () => {
    const untrusted = { replicas: { taint: 'untrusted' as const, origin: 'read' } };
    assert.equal(decisionOf('true', { step: { ...step, provenance: untrusted } }), 'require-approval');
    assert.equal(decisionOf('true', { step: { ...step, provenance: {} } }), 'require-approval');
    assert.equal(decisionOf('true', { plan: { ...plan, tainted: true } }), 'require-approval');
    assert.equal(decisionOf('true', { proposed: true }), 'require-approval');
  });
});
