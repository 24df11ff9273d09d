import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Plan } from '@hexaops/core';
import type { RuleSet } from '@hexaops/core/rules';
import { collect, createMemoryStore, eventsOf, fakeCaller, lastOf } from '@hexaops/core/testing';
import { allowEverything, approve, openShop } from '../support/shop.ts';

const alice = fakeCaller();
const scale = { message: 'scale checkout to 3' };

function guardRules(...rules: RuleSet['rules']): RuleSet {
  return { apiVersion: 'hexaops/v1', kind: 'RuleSet', stage: 'guard', rules };
}

const trusted = { taint: 'trusted', origin: 'the test' } as const;

function planOf(effect: 'read' | 'write', tool: string, values: Readonly<Record<string, unknown>>): Plan {
  const provenance = Object.fromEntries(Object.keys(values).map((name) => [name, trusted]));
  const step = { id: 's1', tool, worker: 'shop', effect, arguments: values, needs: [], provenance };
  return { task: 'The plan of a plugin', steps: [step], madeBy: { rule: 'plugin' }, tainted: false };
}

describe('the guard stands before every call', () => {
  test('a rule that denies stops reads and writes', async () => {
    let looks = 0;
    const deny = guardRules(
      { id: 'guard.no-look', match: { tool: 'look' }, then: [{ deny: { reason: 'not today' } }] },
      { id: 'guard.no-scale', match: { tool: 'scale' }, then: [{ deny: { reason: 'not today' } }] },
    );
    const { engine, controlPlane } = await openShop({
      sets: [allowEverything, deny],
      result: () => {
        looks += 1;
        return { evidence: [] };
      },
    });
    for (const message of ['what is wrong?', scale.message]) {
      const events = await collect(engine.ask(alice, { message }));
      assert.equal(lastOf(events, 'step-finished').status, 'denied');
      assert.equal(eventsOf(events, 'approval-required').length, 0);
    }
    assert.deepEqual([looks, controlPlane.performed], [0, []]);
  });

  test('a rule that asks for an approval outweighs one that allows', async () => {
    const ask = guardRules({ id: 'guard.ask', match: { tool: 'scale' }, then: [{ requireApproval: {} }] });
    const { engine, controlPlane } = await openShop({ sets: [allowEverything, ask] });
    const events = await collect(engine.ask(alice, scale));
    assert.equal(events.at(-1)?.type, 'approval-required');
    assert.deepEqual(controlPlane.performed, []);
  });

  test('a rule for production holds in the workspaces that are, and nowhere else', async () => {
    const deny = guardRules({
      id: 'guard.production',
      match: { environment: 'production', effect: 'write' },
      then: [{ deny: { reason: 'production is frozen' } }],
    });
    const config = { workspaces: { shop: { environment: 'production' }, lab: { environment: 'staging' } } };
    const { engine, controlPlane } = await openShop({ sets: [allowEverything, deny] }, config);
    const denied = await collect(engine.ask(alice, scale));
    assert.equal(lastOf(denied, 'step-finished').status, 'denied');
    await collect(engine.ask(fakeCaller({ workspace: 'lab' }), scale));
    assert.deepEqual(
      controlPlane.performed.map(({ workspace }) => workspace),
      ['lab'],
    );
  });

  test('a rule that has come since the approval stops the change', async () => {
    const deny = guardRules({ id: 'guard.frozen', match: { tool: 'scale' }, then: [{ deny: { reason: 'frozen' } }] });
    const store = createMemoryStore();
    const before = await openShop({ store });
    const asked = await collect(before.engine.ask(alice, scale));
    const after = await openShop({ store, sets: [deny] });
    const events = await collect(after.engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'step-finished').status, 'denied');
    assert.deepEqual(after.controlPlane.performed, []);
  });
});

describe('hooks of plugins', () => {
  test('a hook that denies, or throws, stops the call', async () => {
    for (const verdict of [async () => ({ reason: 'no' }), () => Promise.reject(new Error('broken'))]) {
      const { engine, controlPlane } = await openShop({
        sets: [allowEverything],
        plugin: (api) => api.tap('authorize', verdict),
      });
      const events = await collect(engine.ask(alice, scale));
      assert.equal(lastOf(events, 'step-finished').status, 'denied');
      assert.deepEqual(controlPlane.performed, []);
    }
  });

  test('arguments that a hook has made invalid are used by nobody', async (t) => {
    const invalid: readonly Readonly<Record<string, unknown>>[] = [
      {},
      { name: 'checkout' },
      { name: 'checkout', replicas: -1 },
      { name: 'checkout', replicas: '3' },
      { name: ['checkout'], replicas: 3 },
      { name: 'checkout', replicas: 3, workspace: 'lab' },
      { name: 'checkout', replicas: 3, force: true },
    ];
    for (const values of invalid) {
      const { engine, controlPlane } = await openShop({
        sets: [allowEverything],
        plugin: (api) => api.tap('toolCall', (call) => ({ ...call, arguments: values })),
      });
      const events = await collect(engine.ask(alice, scale));
      assert.equal(lastOf(events, 'step-finished').error?.code, 'arguments-invalid', JSON.stringify(values));
      assert.deepEqual([controlPlane.performed, eventsOf(events, 'approval-required')], [[], []]);
    }
    t.diagnostic(`figure: ${invalid.length} kinds of invalid arguments, 0 calls`);
  });

  test('arguments that a hook keeps, and changes once they are validated, are used as they were', async () => {
    const kept: Record<string, unknown>[] = [];
    const { engine, controlPlane } = await openShop({
      sets: [allowEverything],
      plugin: (api) => {
        api.tap('toolCall', (call) => {
          const mine = { ...call.arguments };
          kept.push(mine);
          return { ...call, arguments: mine };
        });
        api.tap('beforeStep', async () => {
          for (const each of kept) each['replicas'] = -1;
          return undefined;
        });
      },
    });
    await collect(engine.ask(alice, scale));
    assert.deepEqual(
      controlPlane.performed.map(({ parameters }) => parameters['replicas']),
      [3],
    );
  });

  test('a plan with invalid arguments is refused before anything of it is done', async () => {
    let looks = 0;
    const plan = planOf('write', 'scale', { name: 'checkout', replicas: 'all' });
    const look = planOf('read', 'look', {}).steps;
    const { engine, controlPlane } = await openShop({
      sets: [allowEverything],
      result: () => {
        looks += 1;
        return { evidence: [] };
      },
      plugin: (api) =>
        api.tap('plan', async () => ({
          ...plan,
          steps: [...look, ...plan.steps.map((step) => ({ ...step, id: 's2' }))],
        })),
    });
    const events = await collect(engine.ask(alice, scale));
    assert.equal(lastOf(events, 'run-finished').error?.code, 'arguments-invalid');
    assert.deepEqual([looks, controlPlane.performed, eventsOf(events, 'plan-made')], [0, [], []]);
  });
});
