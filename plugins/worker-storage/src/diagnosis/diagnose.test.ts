import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOf, course, type StorageParts, storageOf } from '../testing/fakes.ts';
import { claim, deployment, event, now, pod, quota, statefulSet, storageClass, volume } from '../testing/objects.ts';
import { diagnoseStorage } from '../tools/read/diagnose-storage.ts';

const gibibyte = 2 ** 30;
const hour = 3_600_000;

async function findingsIn(parts: StorageParts, input: Readonly<Record<string, string>> = {}) {
  const tool = diagnoseStorage(storageOf(parts));
  assert.ok(tool.effect === 'read');
  const { findings = [] } = await tool.execute(input, contextOf());
  return findings;
}
const causesIn = async (parts: StorageParts) =>
  (await findingsIn(parts)).map(({ cause, object }) => `${cause} ${object.name}`);
const standard = storageClass('standard', { isDefault: true });
const served = [
  claim('shop/data-db-0'),
  statefulSet('shop/db', 'data'),
  pod('shop/db-0', { claims: ['data-db-0'], node: 'n1' }),
  standard,
];

describe('Storage in which nothing is wrong', () => {
  it('has no findings', async () => {
    assert.deepEqual(
      await causesIn({ objects: [...served, volume('pv-shop-data-db-0', 'Bound', 'shop/data-db-0')] }),
      [],
    );
  });
});

describe('A claim that is pending', () => {
  const waiting = (parts: Parameters<typeof claim>[1] = {}) => claim('shop/data', { phase: 'Pending', ...parts });

  it('asks for a class that does not exist', async () => {
    const [finding, ...others] = await findingsIn({ objects: [waiting({ storageClass: 'fast' }), standard] });
    assert.equal(finding?.cause, 'claim-class-missing');
    assert.equal(finding.summary, 'The claim data asks for the storage class "fast", which does not exist.');
    assert.match(finding.remedy?.description ?? '', /standard/);
    assert.deepEqual(others, []);
  });

  it('has no class, where none is the default', async () => {
    const objects = [waiting({ storageClass: null }), storageClass('slow')];
    assert.deepEqual(await causesIn({ objects }), ['claim-class-missing data']);
  });

  it('says nothing of a class where classes cannot be read', async () => {
    assert.deepEqual(await causesIn({ objects: [waiting({ storageClass: 'fast' })], refused: ['storageclasses'] }), []);
  });

  it('is refused by its provisioner, in whose words it is told', async () => {
    const objects = [
      waiting(),
      standard,
      event('PersistentVolumeClaim/shop/data', 'ProvisioningFailed', 'the pool is out of space'),
    ];
    const [finding] = await findingsIn({ objects });
    assert.equal(finding?.cause, 'claim-not-provisioned');
    assert.match(finding.summary, /the pool is out of space$/);
  });

  it('waits for a provisioner that does not answer', async () => {
    const objects = [
      waiting(),
      standard,
      event('PersistentVolumeClaim/shop/data', 'ExternalProvisioning', 'waiting for a volume to be created'),
    ];
    const [finding] = await findingsIn({ objects });
    assert.match(finding?.summary ?? '', /waits for the provisioner "csi.example.com"/);
  });

  it('waits for a volume that somebody has to make', async () => {
    const local = storageClass('local', { provisioner: 'kubernetes.io/no-provisioner' });
    assert.deepEqual(await causesIn({ objects: [waiting({ storageClass: 'local' }), local] }), [
      'claim-not-provisioned data',
    ]);
  });

  it('waits for a pod, and nothing is wrong', async () => {
    const lazy = storageClass('lazy', { waits: true });
    const objects = [
      waiting({ storageClass: 'lazy' }),
      lazy,
      event('PersistentVolumeClaim/shop/data', 'WaitForFirstConsumer', 'waiting for first consumer'),
    ];
    const [finding, ...others] = await findingsIn({ objects });
    assert.deepEqual([finding?.cause, finding?.severity, others], ['claim-waits-for-pod', 'info', []]);
    const named = [...objects, pod('shop/db-0', { claims: ['data'], phase: 'Pending' })];
    assert.deepEqual(await causesIn({ objects: named }), []);
  });
});

describe('A claim that has a volume', () => {
  it('has lost it', async () => {
    assert.deepEqual(await causesIn({ objects: [claim('shop/data', { phase: 'Lost' }), standard] }), [
      'claim-volume-lost data',
    ]);
  });

  it('is used on two nodes, though only one may', async () => {
    const objects = [
      claim('shop/data'),
      standard,
      pod('shop/a', { claims: ['data'], node: 'n1' }),
      pod('shop/b', { claims: ['data'], node: 'n2' }),
    ];
    const [finding] = await findingsIn({ objects });
    assert.equal(finding?.cause, 'claim-contended');
    assert.match(finding.summary, /a, b, on n1, n2/);
    const shared = [claim('shop/data', { modes: ['ReadWriteMany'] }), ...objects.slice(1)];
    assert.deepEqual(await causesIn({ objects: shared }), []);
  });

  it('is attached elsewhere, as the node says', async () => {
    const objects = [
      claim('shop/data'),
      standard,
      pod('shop/a', { claims: ['data'], node: 'n1', phase: 'Pending' }),
      event(
        'Pod/shop/a',
        'FailedAttachVolume',
        'Multi-Attach error for volume "pv" Volume is already used by pod(s) b',
      ),
    ];
    const [finding] = await findingsIn({ objects });
    assert.deepEqual([finding?.cause, finding?.severity], ['claim-contended', 'critical']);
  });

  it('cannot be reached from where its pod may run', async () => {
    const older = '0/3 nodes are available: 3 node(s) had volume node affinity conflict.';
    const newer = "0/2 nodes are available: 2 node(s) didn't match PersistentVolume's node affinity.";
    for (const objects of [
      [pod('shop/a', { claims: ['data'], phase: 'Pending' }), event('Pod/shop/a', 'FailedScheduling', older)],
      [pod('shop/a', { claims: ['data'], phase: 'Pending', unscheduled: newer })],
    ])
      assert.deepEqual(await causesIn({ objects: [claim('shop/data'), standard, ...objects] }), [
        'claim-unreachable data',
      ]);
  });

  it('was to grow, and does not', async () => {
    const small = { size: '20Gi', capacity: '8Gi' };
    const used = [standard, pod('shop/a', { claims: ['data'], node: 'n1' })];
    const waits = [{ type: 'FileSystemResizePending', status: 'True', message: 'waiting for a pod' }];
    const refused = event('PersistentVolumeClaim/shop/data', 'VolumeResizeFailed', 'no space in the pool');
    for (const [objects, said] of [
      [[claim('shop/data', { ...small, conditions: waits })], /grows when a pod mounts it anew/],
      [[claim('shop/data', small), refused], /was to grow from 8Gi to 20Gi, which fails: no space in the pool/],
      [[claim('shop/data', small)], /asks for 20Gi and has 8Gi so far/],
    ] as const) {
      const [finding] = await findingsIn({ objects: [...objects, ...used] });
      assert.equal(finding?.cause, 'claim-resize-pending');
      assert.match(finding.summary, said);
    }
  });

  it('is used by nothing', async () => {
    assert.deepEqual(await causesIn({ objects: [claim('shop/data'), standard] }), ['claim-unused data']);
    const fresh = claim('shop/data', { createdAt: new Date(now - hour).toISOString() });
    assert.deepEqual(await causesIn({ objects: [fresh, standard] }), []);
    for (const named of [
      deployment('shop/web', ['data']),
      statefulSet('shop/db', 'data'),
      pod('shop/a', { claims: ['data'] }),
    ]) {
      const name = named.kind === 'StatefulSet' ? 'shop/data-db-3' : 'shop/data';
      assert.deepEqual(await causesIn({ objects: [claim(name), standard, named] }), []);
    }
  });

  it('is not said to be unused where pods cannot be read', async () => {
    assert.deepEqual(await causesIn({ objects: [claim('shop/data'), standard], refused: ['pods'] }), []);
  });
});

describe('Volumes and quotas', () => {
  it('are left over, or nearly used', async () => {
    const objects = [
      volume('pv-old', 'Released', 'shop/gone'),
      volume('pv-broken', 'Failed', 'shop/gone'),
      volume('pv-free', 'Available'),
      quota('shop/storage', '95Gi', '100Gi'),
    ];
    assert.deepEqual(await causesIn({ objects }), [
      'volume-left-over pv-broken',
      'storage-quota-nearly-used storage',
      'volume-left-over pv-old',
    ]);
  });
});

describe('How full a volume is', () => {
  const measured = (used: number, inodes: readonly [number, number] = [10, 1000]) => [
    { claim: 'shop/data-db-0', used: course([used], hour), capacity: 8 * gibibyte, inodes },
  ];

  it('is a finding from its limit on, with a remedy where its class lets it grow', async () => {
    const [finding] = await findingsIn({ objects: served, volumes: measured(7.8 * gibibyte) });
    assert.deepEqual([finding?.cause, finding?.severity], ['volume-nearly-full', 'critical']);
    assert.equal(finding?.summary, 'The volume of data-db-0 is 97.5 % full: 7.8 GiB of 8 GiB.');
    assert.deepEqual(finding?.remedy?.arguments, { namespace: 'shop', name: 'data-db-0', size: '12Gi' });
    const [warning] = await findingsIn({ objects: served, volumes: measured(7 * gibibyte) });
    assert.equal(warning?.severity, 'warning');
    assert.deepEqual(await findingsIn({ objects: served, volumes: measured(4 * gibibyte) }), []);
  });

  it('has no such remedy where its class does not', async () => {
    const fixed = [...served.slice(0, 3), storageClass('standard', { grows: false })];
    const [finding] = await findingsIn({ objects: fixed, volumes: measured(7.8 * gibibyte) });
    assert.equal(finding?.cause, 'volume-nearly-full');
    assert.equal(finding.remedy?.tool, undefined);
  });

  it('counts in inodes, too', async () => {
    const [finding] = await findingsIn({ objects: served, volumes: measured(gibibyte, [960, 1000]) });
    assert.equal(finding?.cause, 'volume-inodes-nearly-used');
    assert.match(finding.summary, /96 % of its inodes, and 12.5 % of its bytes/);
  });

  it('is told in advance where it grows steadily', async () => {
    const growing = Array.from({ length: 85 }, (_, index) => (2 + index * 0.04) * gibibyte);
    const volumes = [{ claim: 'shop/data-db-0', used: course(growing, 2 * hour), capacity: 8 * gibibyte }];
    const [finding] = await findingsIn({ objects: served, volumes });
    assert.equal(finding?.cause, 'volume-filling-up');
    assert.match(finding.summary, /^The volume of data-db-0 is full in about 5 days \(between/);
  });

  it('that fills within hours is seen, however short its past', async () => {
    const growing = Array.from({ length: 60 }, (_, index) => (2 + index * 0.06) * gibibyte);
    const volumes = [{ claim: 'shop/data-db-0', used: course(growing, 5 * 60_000), capacity: 8 * gibibyte }];
    const [finding] = await findingsIn({ objects: served, volumes });
    assert.deepEqual([finding?.cause, finding?.severity], ['volume-filling-up', 'critical']);
    assert.match(finding?.summary ?? '', /is full in about 3 hours/);
  });
});

describe('Backups', () => {
  const data = { objects: served };
  const policy = { enabled: true, schedule: '0 3 * * *' };
  const done = (hoursAgo: number, status = 'succeeded', error_message = '') => ({
    id: `b-${hoursAgo}`,
    status,
    error_message,
    started_at: new Date(now - hoursAgo * hour).toISOString(),
    completed_at: new Date(now - hoursAgo * hour).toISOString(),
  });

  it('that were made in time are no finding', async () => {
    assert.deepEqual(
      await causesIn({ ...data, applications: { db: { backup_policy: policy, backups: [done(9)] } } }),
      [],
    );
  });

  it('are late, failed, switched off, never made or not planned', async () => {
    for (const [details, cause] of [
      [{ backup_policy: policy, backups: [done(80)] }, 'backup-late'],
      [{ backup_policy: policy, backups: [done(33), done(9, 'failed', 'no space left')] }, 'backup-failed'],
      [{ backup_policy: { ...policy, enabled: false }, backups: [done(9)] }, 'backup-missing'],
      [{ backup_policy: policy }, 'backup-missing'],
      [{ backup_policy: null }, 'backup-missing'],
    ] as const) {
      assert.deepEqual(await causesIn({ ...data, applications: { db: details } }), [`${cause} db`]);
    }
  });
});

describe('The diagnosis of one claim', () => {
  it('is about it and its volume alone', async () => {
    const objects = [claim('shop/data', { phase: 'Pending', storageClass: 'fast' }), claim('shop/other'), standard];
    assert.deepEqual(
      (await findingsIn({ objects }, { namespace: 'shop', claim: 'data' })).map(({ cause }) => cause),
      ['claim-class-missing'],
    );
  });

  it('of one that does not exist says so', async () => {
    await assert.rejects(
      findingsIn({ objects: [] }, { namespace: 'shop', claim: 'data' }),
      /there is no PersistentVolumeClaim shop\/data/,
    );
    await assert.rejects(findingsIn({ objects: [] }, { claim: 'data' }), /a claim has a namespace/);
  });
});
