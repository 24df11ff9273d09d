import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resources } from '../../cluster/index.ts';
import { collectedAt, deployment, event, node, object, pod, service, waitingPod } from '../../cluster/testing/index.ts';
import { tableOf } from './rows.ts';

const now = collectedAt.getTime();

describe('objects as rows', () => {
  it('show of a pod what kubectl shows', () => {
    const table = tableOf('Pod', [pod('shop/web-1'), waitingPod('shop/web-2', 'CrashLoopBackOff')], now);
    assert.deepEqual(table.columns, [
      'namespace',
      'name',
      'ready',
      'status',
      'restarts',
      'last restart',
      'node',
      'age',
    ]);
    assert.deepEqual(table.rows, [
      ['shop', 'web-1', '1/1', 'Running', 0, '', 'node-a', '2h'],
      ['shop', 'web-2', '0/1', 'CrashLoopBackOff', 0, '', 'node-a', '2h'],
    ]);
  });

  it('show of a deployment its replicas and images', () => {
    const [row] = tableOf('Deployment', [deployment('shop/web', { status: { readyReplicas: 0 } })], now).rows;
    assert.deepEqual(row, ['shop', 'web', '0/1', 1, 1, 'registry.example/server:1', '2h']);
  });

  it('show of a service its ports and selector', () => {
    const [row] = tableOf('Service', [service('shop/web')], now).rows;
    assert.deepEqual(row, ['shop', 'web', 'ClusterIP', '', '80->8080', 'app=web', '2h']);
  });

  it('show a node that is not well, and one that takes no pods', () => {
    const conditions = [
      { type: 'Ready', status: 'False' },
      { type: 'DiskPressure', status: 'True' },
    ];
    const rows = tableOf(
      'Node',
      [node('a', { status: { conditions } }), node('b', { spec: { unschedulable: true } })],
      now,
    ).rows;
    assert.deepEqual(
      rows.map(([name, status]) => [name, status]),
      [
        ['a', 'NotReady,DiskPressure'],
        ['b', 'Ready,SchedulingDisabled'],
      ],
    );
  });

  it('show of an event what happened to what, not its own name', () => {
    const table = tableOf('Event', [event('shop/Pod/web-1', 'BackOff', 'Back-off restarting')], now);
    assert.deepEqual(table.columns, ['namespace', 'last seen', 'type', 'object', 'reason', 'message', 'count']);
    assert.deepEqual(table.rows[0], ['shop', '60s', 'Warning', 'Pod/web-1', 'BackOff', 'Back-off restarting', 1]);
  });

  for (const { kind, namespaced } of resources) {
    it(`show a ${kind} of which only the name is known`, () => {
      const bare = object(kind, namespaced ? 'shop/x' : 'x', { dataKeys: [] } as object);
      const { columns, rows } = tableOf(kind, [bare], now);
      assert.equal(rows[0]?.length, columns.length);
      assert.ok(rows[0]?.every((cell) => cell === null || ['string', 'number', 'boolean'].includes(typeof cell)));
    });
  }
});
