import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '../engine/fact-schemas.ts';
import { compileRules, type RuleSet } from '../rules/index.ts';
import { changeRules } from './change-rules.ts';
import { defaultChangeLimits } from './guard.ts';

const careless: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [{ id: 'allow-all', match: { effect: 'write' }, then: [{ allow: true }] }],
};
const rules = compileRules([changeRules, careless], { schemas: factSchemas });

interface Situation {
  readonly recent?: Readonly<Record<string, number>>;
  readonly blast?: Readonly<Record<string, unknown>>;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly operation?: { readonly target: string; readonly parameters?: Readonly<Record<string, unknown>> };
  readonly effect?: 'read' | 'write';
  readonly proposed?: boolean;
}

/** A tool of a plugin that nobody here knows, and a rule that lets everything through. */
function decide({ recent = {}, blast = {}, effect = 'write', proposed = false, ...asked }: Situation) {
  const tool = { tool: 'turn-the-knob', worker: 'worker-of-somebody-else', effect };
  const {
    decision,
    rules: fired,
    approvalRequirements,
  } = rules.decide({
    ...tool,
    proposed,
    step: { id: 's', ...tool, arguments: asked.arguments ?? {} },
    ...(effect === 'write' && {
      operation: { operation: 'turn', target: 'knob/shop/a', parameters: {}, ...asked.operation },
    }),
    recent: { operationsByCaller: 0, operationsInWorkspace: 0, operationsOnTarget: 0, ...recent },
    limits: { ...defaultChangeLimits },
    blast,
  });
  const fourEyes = approvalRequirements.some((requirement) => requirement.fourEyes === true);
  return [decision, fired, ...(fourEyes ? ['four eyes'] : [])];
}
const allowed = ['allow', ['allow-all']];

describe('of every change, whichever plugin its tool comes from', () => {
  test('one object is changed only so often in an hour', () => {
    assert.deepEqual(decide({ recent: { operationsOnTarget: 10 } }), ['deny', ['guard.too-often-on-one-object']]);
    assert.deepEqual(decide({ recent: { operationsOnTarget: 9 } }), allowed);
  });

  test('one workspace is changed only so often in an hour', () => {
    assert.deepEqual(decide({ recent: { operationsInWorkspace: 60 } }), ['deny', ['guard.too-often-in-the-workspace']]);
    assert.deepEqual(decide({ recent: { operationsInWorkspace: 59 } }), allowed);
  });

  test('whoever has changed much within an hour needs the approval of somebody else', () => {
    const much = decide({ recent: { operationsByCaller: 30 } });
    assert.deepEqual(much, ['require-approval', ['guard.too-often-by-one-person'], 'four eyes']);
    assert.deepEqual(decide({ recent: { operationsByCaller: 29 } }), allowed);
  });

  test('one that touches much of a workspace needs the approval of somebody else', () => {
    const large = ['require-approval', ['guard.large-share'], 'four eyes'];
    assert.deepEqual(decide({ blast: { pods: 40, share: 0.8 } }), large);
    assert.deepEqual(decide({ blast: { pods: 40 } }), large, 'of a workspace that could not be counted');
    assert.deepEqual(decide({ blast: { pods: 2, share: 1 } }), allowed, 'few pods are no large change');
    assert.deepEqual(decide({ blast: { pods: 40, share: 0.5 } }), allowed);
  });

  test('none touches a namespace of Kubernetes itself', () => {
    const denied = ['deny', ['guard.system-namespaces']];
    assert.deepEqual(decide({ arguments: { namespace: 'kube-system', name: 'dns' } }), denied);
    assert.deepEqual(decide({ arguments: { namespace: 'shop', name: 'kube-web' } }), allowed);
    assert.deepEqual(decide({ arguments: { name: 'worker-1' } }), allowed);
  });

  test('none touches one whatever its tool calls the namespace', () => {
    const denied = ['deny', ['guard.system-namespaces']];
    const target = 'knob/shop/a';
    assert.deepEqual(decide({ operation: { target, parameters: { namespace: 'kube-system' } } }), denied);
    assert.deepEqual(decide({ operation: { target: 'deployment/kube-system/dns' } }), denied);
    assert.deepEqual(decide({ blast: { namespaces: ['shop', 'kube-public'] } }), denied);
    assert.deepEqual(decide({ operation: { target, parameters: { namespace: 'shop', name: 'kube-web' } } }), allowed);
    assert.deepEqual(decide({ operation: { target: 'node/kube-worker-1' } }), allowed);
    assert.deepEqual(decide({ operation: { target: 'deployment/shop/kube-web' } }), allowed);
    assert.deepEqual(decide({ blast: { namespaces: ['shop'] } }), allowed);
  });

  test('what a finding proposes waits for a person', () => {
    assert.deepEqual(decide({ proposed: true }), ['require-approval', ['guard.proposed']]);
  });
});

test('reads are not limited by what was changed', () => {
  const busy = { operationsByCaller: 99, operationsInWorkspace: 99, operationsOnTarget: 99 };
  assert.deepEqual(decide({ effect: 'read', recent: busy, arguments: { namespace: 'kube-system' } }), ['none', []]);
});
