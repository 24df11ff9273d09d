import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ControllerRevision, ReplicaSet } from '../../cluster/index.ts';
import { deployment, event, object, pod } from '../../cluster/testing/index.ts';
import { listChanges } from '../read/list-changes.ts';
import { listEvents } from '../read/list-events.ts';
import { listRestarts } from '../read/list-restarts.ts';
import { listRollouts } from '../read/list-rollouts.ts';
import { defaultLogLimits, readLogs } from '../read/read-logs.ts';
import { accessTo, read, rowsOf } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';

interface Revision {
  readonly number: number;
  readonly image: string;
  readonly madeAt: string;
  /** Numbers that it had before. */
  readonly earlier?: string;
}

function revision(name: string, { number, image, madeAt, earlier }: Revision): ReplicaSet {
  return object('ReplicaSet', `shop/${name}`, {
    metadata: {
      creationTimestamp: `2026-03-01T${madeAt}Z`,
      annotations: {
        'deployment.kubernetes.io/revision': String(number),
        ...(earlier === undefined ? {} : { 'deployment.kubernetes.io/revision-history': earlier }),
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart', uid: '1', controller: true }],
    },
    spec: { selector: {}, template: { spec: { containers: [{ name: 'server', image }] } } },
  });
}

const first = revision('cart-aaa', { number: 1, image: 'cart:1', madeAt: '08:00:00' });
const second = revision('cart-bbb', { number: 2, image: 'cart:2', madeAt: '11:00:00' });
/** The first one again, after the second. */
const back = revision('cart-aaa', { number: 3, image: 'cart:1', madeAt: '08:00:00', earlier: '1' });
const scaledUp = (name: string, at: string) =>
  event('shop/Deployment/cart', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to 1`, {
    type: 'Normal',
    firstTimestamp: `2026-03-01T${at}Z`,
    lastTimestamp: `2026-03-01T${at}Z`,
  });

describe('list-rollouts', () => {
  it('gives the revisions, the latest first, and tells each as a change', async () => {
    const { evidence, moments, value } = await read(listRollouts(accessTo(new FakeSource([first, second]))), {});
    assert.deepEqual(
      rowsOf(evidence[0]).map((row) => [row['time'], row['revision'], row['change']]),
      [
        ['2026-03-01T11:00:00Z', 2, 'rolled out cart:2 in the place of cart:1'],
        ['2026-03-01T08:00:00Z', 1, 'made, with cart:1'],
      ],
    );
    assert.deepEqual(moments?.[0], {
      at: Date.parse('2026-03-01T11:00:00Z'),
      precision: 1000,
      kind: 'change',
      what: 'revision 2: rolled out cart:2 in the place of cart:1',
      object: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
      evidence: [0],
    });
    assert.deepEqual(value, {
      count: 2,
      last: { at: '2026-03-01T11:00:00Z', revision: 2, namespace: 'shop', name: 'cart' },
    });
  });

  it('takes the time of a rollback from the events of that day, not from the making of the replica set', async () => {
    const source = new FakeSource([back, second, scaledUp('cart-aaa', '11:30:00'), scaledUp('cart-bbb', '11:00:00')]);
    const { evidence, value } = await read(listRollouts(accessTo(source)), { name: 'cart' });
    assert.deepEqual(
      rowsOf(evidence[0]).map((row) => [row['time'], row['change']]),
      [
        ['2026-03-01T11:30:00Z', 'rolled back to cart:1 from cart:2'],
        ['2026-03-01T11:00:00Z', 'made, with cart:2'],
      ],
    );
    const last = { at: '2026-03-01T11:30:00Z', revision: 3, namespace: 'shop', name: 'cart' };
    assert.deepEqual(value, { count: 2, last, lastRollback: last });
  });

  it('takes it from the last progress of the deployment where the events are gone', async () => {
    const progress = { type: 'Progressing', status: 'True', lastUpdateTime: '2026-03-01T11:31:00Z' };
    const now = deployment('shop/cart', {
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '3' } },
      status: { conditions: [progress] },
    });
    const { evidence } = await read(listRollouts(accessTo(new FakeSource([back, second, now]))), {});
    assert.equal(rowsOf(evidence[0])[0]?.['time'], '2026-03-01T11:31:00Z');
  });

  it('says that it is not known where nothing tells, and puts it on no time line', async () => {
    const { evidence, moments, value } = await read(listRollouts(accessTo(new FakeSource([back, second]))), {});
    const rows = rowsOf(evidence[0]);
    assert.deepEqual(
      rows.map((row) => [row['time'], row['revision']]),
      [
        ['2026-03-01T11:00:00Z', 2],
        ['not known', 3],
      ],
    );
    assert.equal(moments?.length, 1);
    assert.deepEqual(Object.keys(value as object), ['count', 'last']);
  });

  it('gives those of one deployment alone', async () => {
    const { evidence } = await read(listRollouts(accessTo(new FakeSource([first]))), { name: 'web' });
    assert.deepEqual(rowsOf(evidence[0]), []);
  });
});

/** Of a stateful set or a daemon set; its number is that of its last use. */
function template(
  kind: 'StatefulSet' | 'DaemonSet',
  name: string,
  { number, image, madeAt }: Revision,
): ControllerRevision {
  return {
    ...object('ControllerRevision', `shop/db-${name}`, {
      metadata: {
        creationTimestamp: `2026-03-01T${madeAt}Z`,
        ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'db', uid: '1', controller: true }],
      },
      revision: number,
    }),
    data: { spec: { template: { spec: { containers: [{ name: 'server', image }] } } } },
  };
}

for (const kind of ['StatefulSet', 'DaemonSet'] as const) {
  describe(`rollouts of a ${kind}`, () => {
    const one = template(kind, 'aaa', { number: 1, image: 'db:1', madeAt: '08:00:00' });
    const two = template(kind, 'bbb', { number: 2, image: 'db:2', madeAt: '11:00:00' });
    const oneAgain = template(kind, 'aaa', { number: 3, image: 'db:1', madeAt: '08:00:00' });
    const podAt = (name: string, at: string) =>
      pod(`shop/db-${name}`, {
        metadata: {
          creationTimestamp: `2026-03-01T${at}Z`,
          labels: { 'controller-revision-hash': kind === 'StatefulSet' ? 'db-aaa' : 'aaa' },
        },
      });

    it('are told as those of deployments are', async () => {
      const { evidence, moments, value } = await read(listRollouts(accessTo(new FakeSource([one, two, second]))), {
        name: 'db',
      });
      assert.deepEqual(
        rowsOf(evidence[0]).map((row) => [row['time'], row['kind'], row['revision'], row['change']]),
        [
          ['2026-03-01T11:00:00Z', kind, 2, 'rolled out db:2 in the place of db:1'],
          ['2026-03-01T08:00:00Z', kind, 1, 'made, with db:1'],
        ],
      );
      assert.deepEqual(moments?.[0], {
        at: Date.parse('2026-03-01T11:00:00Z'),
        precision: 1000,
        kind: 'change',
        what: 'revision 2: rolled out db:2 in the place of db:1',
        object: { kind, namespace: 'shop', name: 'db' },
        evidence: [0],
      });
      const last = { at: '2026-03-01T11:00:00Z', revision: 2, namespace: 'shop', name: 'db' };
      assert.deepEqual(value, { count: 2, last });
    });

    it('have of a rollback the time of the first pod that was made since', async () => {
      const pods = [podAt('0', '08:05:00'), podAt('1', '11:32:00'), podAt('2', '11:31:00')];
      const { moments, value } = await read(listRollouts(accessTo(new FakeSource([oneAgain, two, ...pods]))), {});
      assert.deepEqual(moments?.[0]?.what, 'revision 3: rolled back to db:1 from db:2');
      const last = { at: '2026-03-01T11:31:00Z', revision: 3, namespace: 'shop', name: 'db' };
      assert.deepEqual(value, { count: 2, last, lastRollback: last });
    });

    it('stand on no time line where nothing tells the time of a rollback', async () => {
      const { moments } = await read(
        listRollouts(accessTo(new FakeSource([oneAgain, two, podAt('0', '08:05:00')]))),
        {},
      );
      assert.deepEqual(
        moments?.map(({ what }) => what),
        ['revision 2: made, with db:2'],
      );
    });

    it('are among the changes of a workspace when they were taken back, too', async () => {
      const source = new FakeSource([oneAgain, two, podAt('0', '08:05:00'), podAt('1', '11:31:00')]);
      const { moments } = await read(listChanges(accessTo(source)), { object: 'db' });
      assert.deepEqual(
        moments?.map(({ at, what }) => [new Date(at).toISOString().slice(11, 16), what]),
        [
          ['11:31', 'revision 3: rolled back to db:1 from db:2'],
          ['11:00', 'revision 2: made, with db:2'],
        ],
      );
    });

    it('are among the changes of a workspace', async () => {
      const { moments, evidence } = await read(listChanges(accessTo(new FakeSource([one, two]))), {
        object: 'db',
      });
      assert.deepEqual(
        moments?.map(({ what }) => what),
        ['revision 2: rolled out db:2 in the place of db:1', 'revision 1: made, with db:1'],
      );
      assert.equal(rowsOf(evidence[0])[0]?.['object'], `${kind}/db`);
    });
  });
}

describe('what happened when', () => {
  it('is of list-changes what somebody did, and not what followed from it', async () => {
    const source = new FakeSource([
      first,
      second,
      scaledUp('cart-bbb', '11:00:00'),
      event('shop/ReplicaSet/cart-bbb', 'SuccessfulCreate', 'Created pod', { type: 'Normal' }),
      event('shop/HorizontalPodAutoscaler/cart', 'SuccessfulRescale', 'New size: 3', { type: 'Normal' }),
    ]);
    const { moments = [] } = await read(listChanges(accessTo(source)), {});
    assert.deepEqual(
      moments.map(({ kind, what }) => `${kind} ${what}`),
      [
        'change SuccessfulRescale: New size: 3',
        'change revision 2: rolled out cart:2 in the place of cart:1',
        'change revision 1: made, with cart:1',
      ],
    );
  });

  it('is of list-events each warning, from when it was first seen', async () => {
    const source = new FakeSource([
      event('shop/Pod/cart-1', 'BackOff', 'Back-off restarting failed container'),
      event('shop/Pod/cart-1', 'Pulled', 'image is there', { type: 'Normal' }),
    ]);
    const { moments } = await read(listEvents(accessTo(source)), {});
    assert.deepEqual(moments, [
      {
        at: Date.parse('2026-03-01T11:50:00Z'),
        precision: 1000,
        kind: 'symptom',
        what: 'BackOff: Back-off restarting failed container',
        object: { kind: 'Pod', namespace: 'shop', name: 'cart-1' },
        evidence: [0],
      },
    ]);
  });

  it('is of list-restarts the last end of each container, of one workload where it is named', async () => {
    const terminated = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-03-01T11:30:00Z' };
    const restarted = (name: string) =>
      pod(`shop/${name}`, { containerStatus: { name: 'server', restartCount: 4, lastState: { terminated } } });
    const source = new FakeSource([restarted('cart-5d8f-x2x4x'), restarted('web-5d8f-x2x4x')]);
    const { moments = [] } = await read(listRestarts(accessTo(source)), { namespace: 'shop', object: 'cart' });
    assert.deepEqual(
      moments.map(({ at, kind, what, object: about }) => [at, kind, what, about?.name]),
      [
        [
          Date.parse('2026-03-01T11:30:00Z'),
          'symptom',
          'container server ended (OOMKilled, exit code 137); it has restarted 4 times',
          'cart-5d8f-x2x4x',
        ],
      ],
    );
  });

  it('is of read-logs the first error of each log that says when it was written', async () => {
    const logOf = (name: string, text: string) => ({
      namespace: 'shop',
      pod: name,
      container: 'server',
      previous: false,
      text,
      truncated: false,
    });
    const lines = [
      '2026-03-01T11:00:00Z INFO ready',
      'ERROR without any time',
      '{"time":"2026-03-01 11:40:00,500+00:00","level":"error","msg":"payments refused"}',
      '2026-03-01T11:41:00Z ERROR payments refused',
    ];
    const quiet = '2026-03-01T11:00:00Z INFO ready';
    const source = new FakeSource(
      [pod('shop/cart-1'), deployment('shop/cart')],
      [logOf('cart-1', lines.join('\n')), logOf('cart-2', quiet)],
    );
    const readLog = (input: object) =>
      read(readLogs(accessTo(source), defaultLogLimits), { namespace: 'shop', name: 'cart-1', kind: 'Pod', ...input });
    const { moments = [] } = await readLog({});
    assert.deepEqual(
      moments.map(({ at, object: about, evidence }) => [new Date(at).toISOString(), about?.name, evidence]),
      [['2026-03-01T11:40:00.500Z', 'cart-1', [0]]],
    );
    assert.match(moments[0]?.what ?? '', /^first of the errors that its log has: .*payments refused/);
    assert.deepEqual((await readLog({ level: 'all' })).moments, []);
  });
});
