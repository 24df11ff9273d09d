import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EvidenceDraft, HexaopsError, type ReadTool, type ToolResult } from '@hexaops/core';
import type { Storage } from '../../storage.ts';
import { contextOf, course, type StorageParts, storageOf } from '../../testing/fakes.ts';
import { claim, deployment, now, pod, snapshot, statefulSet, storageClass, volume } from '../../testing/objects.ts';
import { forecastVolumes } from './forecast-volumes.ts';
import { listClaims } from './list-claims.ts';
import { listSnapshots } from './list-snapshots.ts';
import { listStorageClasses } from './list-storage-classes.ts';
import { listUnusedStorage } from './list-unused-storage.ts';
import { listVolumes } from './list-volumes.ts';
import { readBackups } from './read-backups.ts';

const gibibyte = 2 ** 30;
const hour = 3_600_000;
const standard = storageClass('standard', { isDefault: true });
const objects = [
  claim('shop/data-db-0'),
  claim('shop/cache', { size: '2Gi' }),
  claim('shop/old'),
  statefulSet('shop/db', 'data'),
  deployment('shop/web', ['cache']),
  pod('shop/db-0', { claims: ['data-db-0'], node: 'n1' }),
  volume('pv-1', 'Bound', 'shop/data-db-0'),
  volume('pv-2', 'Released', 'shop/gone'),
  standard,
];
const growing = Array.from({ length: 85 }, (_, index) => (2 + index * 0.04) * gibibyte);
const volumes = [{ claim: 'shop/data-db-0', used: course(growing, 2 * hour), capacity: 8 * gibibyte }];

function read(make: (storage: Storage) => ReadTool, parts: StorageParts, input: object = {}): Promise<ToolResult> {
  return make(storageOf(parts)).execute(input, contextOf());
}

function rowsOf(evidence: EvidenceDraft | undefined): readonly Readonly<Record<string, unknown>>[] {
  assert.ok(evidence?.content.kind === 'table');
  const { columns, rows } = evidence.content;
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

describe('list-claims', () => {
  it('shows claims with how full they are, the fullest first, and what uses them', async () => {
    const { evidence, value } = await read(listClaims, { objects, volumes });
    const [first, second, third] = rowsOf(evidence[0]);
    assert.deepEqual(first, {
      namespace: 'shop',
      claim: 'data-db-0',
      status: 'Bound',
      class: 'standard',
      size: '8Gi',
      used: '5.36 GiB',
      'full %': 67,
      access: 'RWO',
      'used by': 'db-0',
      age: '59d',
    });
    assert.deepEqual([second?.['claim'], second?.['used by']], ['cache', 'Deployment web (no pod)']);
    assert.deepEqual([third?.['claim'], third?.['used by'], third?.['full %']], ['old', '', null]);
    assert.deepEqual(value, { count: 3, measured: 1, nearlyFull: 0 });
  });

  it('shows those that are nearly full, and of how many that is known', async () => {
    const full = [{ claim: 'shop/data-db-0', used: course([7.5 * gibibyte], hour), capacity: 8 * gibibyte }];
    const { evidence } = await read(listClaims, { objects, volumes: full }, { nearlyFull: true });
    assert.equal(evidence[0]?.title, 'claims that are at least 85 % full: 1 of the 1 that are measured');
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ claim: name }) => name),
      ['data-db-0'],
    );
  });

  it('says that nobody knows how full they are where there are no metrics', async () => {
    const { unavailable } = await read(listClaims, { objects });
    assert.deepEqual(unavailable, [
      { source: 'volume metrics', reason: 'no plugin reads metrics here: how full volumes are is not known' },
    ]);
  });

  it('raises where claims cannot be read, and names what else cannot be', async () => {
    await assert.rejects(read(listClaims, { objects, refused: ['persistentvolumeclaims'] }), (error) =>
      HexaopsError.is(error, 'forbidden'),
    );
    const { unavailable = [] } = await read(listClaims, { objects, volumes, refused: ['persistentvolumes'] });
    assert.deepEqual(unavailable, [{ source: 'persistentvolumes', reason: 'nobody may read persistentvolumes' }]);
  });
});

describe('forecast-volumes', () => {
  it('says when they are full, the soonest first, and draws how they grew', async () => {
    const { evidence, value } = await read(forecastVolumes, { objects, volumes });
    const [first] = rowsOf(evidence[0]);
    assert.equal(first?.['claim'], 'shop/data-db-0');
    assert.match(
      String(first?.['what its growth tells']),
      /^is full in about 5 days \(between .*; confidence 0\.\d\)$/,
    );
    assert.ok(evidence[1]?.content.kind === 'series');
    assert.equal(evidence[1].content.series[0]?.name, 'shop/data-db-0');
    assert.deepEqual(Object.keys(value as object), ['count', 'first']);
  });

  it('is asked of one claim, or of a workload', async () => {
    for (const input of [
      { namespace: 'shop', name: 'data-db-0' },
      { namespace: 'shop', kind: 'StatefulSet', name: 'db' },
    ]) {
      const { evidence } = await read(forecastVolumes, { objects, volumes }, input);
      assert.equal(rowsOf(evidence[0]).length, 1);
    }
    await assert.rejects(
      read(forecastVolumes, { objects, volumes }, { kind: 'StatefulSet', name: 'web' }),
      /uses no claim/,
    );
    await assert.rejects(
      read(forecastVolumes, { objects, volumes }, { name: 'web' }),
      /there is no PersistentVolumeClaim web/,
    );
  });

  it('makes no forecast from too few points, and says so', async () => {
    const few = [{ claim: 'shop/data-db-0', used: course(growing.slice(0, 8), 2 * hour), capacity: 8 * gibibyte }];
    const { evidence, value } = await read(forecastVolumes, { objects, volumes: few });
    const told = rowsOf(evidence[0]).map((row) => String(row['what its growth tells']));
    assert.deepEqual(told.toSorted(), [
      'cannot be foretold: it has 8 measurements, and a trend needs 12',
      'it is not measured: no pod mounts it, or its storage does not tell',
      'it is not measured: no pod mounts it, or its storage does not tell',
    ]);
    assert.deepEqual(value, { count: 3 });
  });
});

describe('list-unused-storage', () => {
  it('shows claims that no pod mounts, with why, and volumes that nobody has', async () => {
    const { evidence } = await read(listUnusedStorage, { objects });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ name, why }) => [name, why]),
      [
        ['shop/cache', 'Deployment web has no pod that runs'],
        ['shop/old', 'nothing names it'],
        ['pv-2', 'its claim shop/gone is gone (Retain)'],
      ],
    );
  });

  it('does not say that nothing uses a claim where pods cannot be read', async () => {
    const { evidence, unavailable = [] } = await read(listUnusedStorage, { objects, refused: ['pods'] });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ name }) => name),
      ['pv-2'],
    );
    assert.ok(unavailable.some(({ source }) => source === 'claims that no pod mounts'));
  });
});

describe('Lists of what storage is made of', () => {
  it('show volumes, classes and snapshots', async () => {
    assert.deepEqual(
      rowsOf((await read(listVolumes, { objects })).evidence[0]).map((row) => [row['volume'], row['claim']]),
      [
        ['pv-1', 'shop/data-db-0'],
        ['pv-2', 'shop/gone'],
      ],
    );
    assert.deepEqual(rowsOf((await read(listStorageClasses, { objects })).evidence[0])[0], {
      class: 'standard',
      default: true,
      provisioner: 'csi.example.com',
      'makes volumes': 'at once',
      afterwards: 'Delete',
      'can grow': true,
    });
    const snapshots = [snapshot('shop/monday', 'data-db-0'), snapshot('shop/tuesday', 'other', false)];
    const listed = await read(listSnapshots, { objects: snapshots }, { claim: 'data-db-0' });
    assert.deepEqual(
      rowsOf(listed.evidence[0]).map((row) => [row['snapshot'], row['state'], row['age']]),
      [['monday', 'ready', '9h']],
    );
  });

  it('say that a cluster has no snapshots at all', async () => {
    const { evidence, unavailable = [] } = await read(listSnapshots, { objects });
    assert.deepEqual(evidence, []);
    assert.match(unavailable[0]?.reason ?? '', /has no volume snapshots/);
  });
});

describe('read-backups', () => {
  const at = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
  const applications = {
    db: {
      backup_policy: { schedule: '0 3 * * *' },
      backups: [{ id: 'b-1', status: 'succeeded', started_at: at(10), completed_at: at(9) }],
    },
  };

  it('shows the last success of the workloads that keep data, and passes over what is no application', async () => {
    const { evidence, value, unavailable } = await read(readBackups, { objects, applications });
    assert.deepEqual(rowsOf(evidence[0]), [
      {
        application: 'db',
        planned: '0 3 * * *',
        'last success': at(9),
        age: '9h',
        'last failure': '',
        running: '',
      },
    ]);
    assert.deepEqual(value, { count: 1, last: at(9) });
    assert.deepEqual(unavailable, []);
  });

  it('of one application raises where there is none of the name', async () => {
    await assert.rejects(read(readBackups, { objects, applications }, { application: 'nothing' }), (error) =>
      HexaopsError.is(error, 'not-found'),
    );
  });

  it('says that there is nobody to ask without a control plane', async () => {
    const { evidence, unavailable = [] } = await read(readBackups, { objects });
    assert.deepEqual(evidence, []);
    assert.match(unavailable[0]?.reason ?? '', /no control plane/);
  });
});
