import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AlertAddress, workspaceOf } from './workspace-of.ts';

const address: AlertAddress = {
  mappings: [
    { labels: { namespace: 'shop', cluster: 'prod' }, workspace: 'w-shop' },
    { labels: { namespace: 'lab' }, workspace: 'w-lab' },
    { labels: { tenant: 'both' }, workspace: 'w-shop' },
    { labels: { tenant: 'both' }, workspace: 'w-lab' },
  ],
  label: 'workspace_id',
  isNamed: (workspace) => workspace === 'w-named',
  allowed: undefined,
};
const none = /name no workspace/;

describe('whose an alert is', () => {
  test('say the labels that the operator has mapped, all of them', () => {
    assert.deepEqual(workspaceOf({ namespace: 'shop', cluster: 'prod', more: 'x' }, address), { workspace: 'w-shop' });
    assert.deepEqual(workspaceOf({ namespace: 'lab' }, address), { workspace: 'w-lab' });
    assert.deepEqual(workspaceOf({ workspace_id: 'w-named' }, address), { workspace: 'w-named' });
  });

  test('is never guessed', () => {
    for (const labels of [
      {},
      { namespace: 'shop' },
      { namespace: 'SHOP', cluster: 'prod' },
      { namespace: 'shop ', cluster: 'prod' },
      { workspace_id: 'w-shop' },
      { workspace_id: 'constructor' },
      { workspace_id: '' },
    ] as const) {
      const found = workspaceOf(labels, address);
      assert.match('refusal' in found ? found.refusal : '', none, JSON.stringify(labels));
    }
    const inherited = Object.create({ namespace: 'lab' }) as Record<string, string>;
    assert.ok('refusal' in workspaceOf(inherited, address));
  });

  test('is refused where the labels name two, or one that the credential is not for', () => {
    for (const labels of [{ tenant: 'both' }, { namespace: 'lab', workspace_id: 'w-named' }] as const) {
      const found = workspaceOf(labels, address);
      assert.match('refusal' in found ? found.refusal : '', /more than one/);
    }
    const bound = { ...address, allowed: ['w-shop'] };
    const found = workspaceOf({ namespace: 'lab' }, bound);
    assert.match('refusal' in found ? found.refusal : '', /credential is not for/);
    assert.deepEqual(workspaceOf({ namespace: 'shop', cluster: 'prod' }, bound), { workspace: 'w-shop' });
  });
});
