import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runChecks, toolChecks } from '@hexaops/core/testing';
import { over, read, rowsOf } from '../testing/context.ts';
import { recorded, recordOf } from '../testing/records.ts';
import { toolsOf } from './index.ts';
import { deployment, revisionOf, run, settings, target, tool } from './testing/scene.ts';

describe('every tool', () => {
  const values = [{ path: 'image.tag', value: '2' }];
  const examples: Readonly<Record<string, object>> = {
    'list-releases': {},
    'release-of': { kind: 'Deployment', ...target },
    'upgrade-release': { ...target, values },
  };
  for (const each of toolsOf.map((make) => make(over([]).records)))
    runChecks(toolChecks(each, [examples[each.name] ?? target]), it);

  it('reads as the caller of the call, and says where nothing may be read', async () => {
    for (const name of ['list-releases', 'release-history', 'release-changes', 'release-drift', 'diagnose-release']) {
      const { found, reader } = tool(name, [revisionOf(1, {}), revisionOf(2, {}, { status: 'deployed' })]);
      await read(found, name === 'list-releases' ? {} : target);
      assert.ok(reader.asked.length > 0 && reader.asked.every((asked) => asked.startsWith('alice ')));
      reader.forbidden.add('secrets');
      await assert.rejects(read(found, name === 'list-releases' ? {} : target), { code: 'forbidden' });
    }
  });

  it('names what there is where a release or a revision is not there', async () => {
    const objects = [revisionOf(1, {}), revisionOf(2, {})];
    await assert.rejects(run('release-history', objects, { ...target, name: 'gone' }), { code: 'not-found' });
    await assert.rejects(run('release-changes', objects, { ...target, from: 7 }), {
      code: 'not-found',
      nextStep: 'use one of: 2, 1',
    });
    await assert.rejects(run('release-history', objects, { ...target, name: 'a,owner!=helm' }), {
      code: 'arguments-invalid',
    });
  });
});

describe('the list of releases', () => {
  it('has the newest revision of each, or what failed or hangs alone, as findings', async () => {
    const objects = [
      ...recorded.filter(({ kind }) => kind === 'Secret'),
      recordOf({ name: 'stuck', status: 'pending-upgrade', revision: 3, deployed: '2026-03-01T11:30:00Z' }),
    ];
    const result = await run('list-releases', objects, {});
    assert.deepEqual(
      rowsOf(result).map(({ release, revision, status, chart }) => [release, revision, status, chart]),
      [
        ['checkout', 2, 'failed', 'shop-1.0.0'],
        ['old', 1, 'deployed', 'shop-1.0.0'],
        ['stuck', 3, 'pending-upgrade', 'shop-1.0.0'],
      ],
    );
    assert.deepEqual(result.findings, []);
    const troubled = await run('list-releases', objects, { troubled: true });
    assert.deepEqual(
      rowsOf(troubled).map(({ release }) => release),
      ['checkout', 'stuck'],
    );
    assert.deepEqual(
      troubled.findings?.map(({ cause, object }) => [cause, object.name]),
      [
        ['helm-release-stuck', 'stuck'],
        ['helm-release-failed', 'checkout'],
      ],
    );
  });

  it('says of a release whose content is masked what its labels say, and why no more', async () => {
    const masked = { ...recordOf(), data: { release: Buffer.from('***').toString('base64') } };
    const [row] = rowsOf(await run('list-releases', [masked], {}));
    assert.deepEqual(
      [row?.['release'], row?.['status'], row?.['chart'], row?.['description']],
      ['checkout', 'deployed', null, 'its content is masked for this user'],
    );
  });
});

describe('the history of a release', () => {
  it('is its revisions, each a moment with what was changed', async () => {
    const objects = [
      revisionOf(1, {}),
      revisionOf(2, { tag: '2', currency: 'USD' }),
      revisionOf(3, {}, { status: 'deployed', description: 'Rollback to 1' }),
    ];
    const { moments, evidence } = await run('release-history', objects);
    assert.equal(evidence.length, 1);
    assert.deepEqual(
      moments?.map(({ at, kind, what }) => [new Date(at).toISOString(), kind, what]),
      [
        [
          '2026-03-01T05:00:00.000Z',
          'change',
          'release checkout, revision 3 went back to revision 1; values changed: image.tag, currency',
        ],
        [
          '2026-03-01T04:00:00.000Z',
          'change',
          'release checkout, revision 2 was deployed with chart shop-1.0.0; values changed: image.tag, currency',
        ],
        ['2026-03-01T03:00:00.000Z', 'change', 'release checkout, revision 1 was deployed with chart shop-1.0.0'],
      ],
    );
  });
});

describe('what changed between two revisions', () => {
  it('is values and fields of objects, by path; a failed revision is not compared with', async () => {
    const objects = [
      revisionOf(1, {}),
      revisionOf(2, { tag: 'x' }, { status: 'failed' }),
      revisionOf(3, { tag: '2', memory: '32Mi' }, { status: 'deployed' }),
    ];
    const result = await run('release-changes', objects);
    assert.deepEqual(
      rowsOf(result, 0).map(({ value, before, after }) => [value, before, after]),
      [
        ['image.tag', '1', '2'],
        ['resources.limits.memory', '64Mi', '32Mi'],
      ],
    );
    const container = 'spec.template.spec.containers[name=server]';
    assert.deepEqual(
      rowsOf(result, 1).map(({ object, field, before, after }) => [object, field, before, after]),
      [
        [
          'Deployment shop/checkout',
          `${container}.image`,
          'registry.example/checkout:1',
          'registry.example/checkout:2',
        ],
        ['Deployment shop/checkout', `${container}.resources.limits.memory`, '64Mi', '32Mi'],
      ],
    );
    const named = await run('release-changes', objects, { ...target, from: 3, to: 1 });
    assert.deepEqual(rowsOf(named, 0)[0]?.['after'], '1');
  });
});

describe('the drift of a release', () => {
  const objects = [revisionOf(1, {}, { status: 'deployed' }), settings];

  it('is none where the cluster is as the release says, and what others may scale is not', async () => {
    assert.deepEqual(rowsOf(await run('release-drift', [...objects, deployment('1')])), []);
    const scaled = { ...deployment('1'), spec: { ...deployment('1').spec, replicas: 7 } };
    assert.equal(rowsOf(await run('release-drift', [...objects, scaled])).length, 1);
    const autoscaler = {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'checkout', namespace: 'shop' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'checkout' } },
    };
    assert.deepEqual(rowsOf(await run('release-drift', [...objects, scaled, autoscaler])), []);
  });

  it('is each field that differs, and each object that is gone', async () => {
    const result = await run('release-drift', [...objects.slice(0, 1), deployment('by-hand')]);
    assert.deepEqual(
      rowsOf(result).map(({ object, field, release, cluster }) => [object, field, release, cluster]),
      [
        [
          'Deployment shop/checkout',
          'spec.template.spec.containers[name=server].image',
          'registry.example/checkout:1',
          'registry.example/checkout:by-hand',
        ],
        ['ConfigMap shop/settings', 'missing in the cluster', null, null],
      ],
    );
    assert.deepEqual(result.findings?.map(({ cause }) => cause).toSorted(), [
      'helm-object-drifted',
      'helm-object-missing',
    ]);
  });
});

describe('the release of an object', () => {
  const annotations = { 'meta.helm.sh/release-name': 'checkout', 'meta.helm.sh/release-namespace': 'shop' };
  const owned = { ...deployment('1'), metadata: { ...deployment('1').metadata, annotations } };
  const set = {
    kind: 'ReplicaSet',
    metadata: {
      name: 'checkout-1',
      namespace: 'shop',
      ownerReferences: [{ kind: 'Deployment', name: 'checkout', controller: true }],
    },
  };
  const input = { kind: 'ReplicaSet', namespace: 'shop', name: 'checkout-1' };

  it('is found by the notes of Helm, on the object or on what owns it, and confirmed by the manifest', async () => {
    const objects = [revisionOf(1, {}, { status: 'deployed' }), owned, set];
    const [row] = rowsOf(await run('release-of', objects, input));
    assert.deepEqual([row?.['release'], row?.['in its manifest']], ['shop/checkout', 'yes']);
  });

  it('is said not to have it where the manifest does not, or there is no such release', async () => {
    const other = recordOf({ manifest: '' });
    assert.equal(rowsOf(await run('release-of', [other, owned, set], input))[0]?.['in its manifest'], 'no');
    assert.equal(
      rowsOf(await run('release-of', [owned, set], input))[0]?.['in its manifest'],
      'there is no such release',
    );
  });

  it('is none of what Helm has left no note on', async () => {
    const result = await run('release-of', [deployment('1')], { kind: 'Deployment', ...target });
    assert.deepEqual(rowsOf(result), []);
    assert.deepEqual(result.value, { release: null });
  });
});
