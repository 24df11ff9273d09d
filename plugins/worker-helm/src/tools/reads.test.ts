import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '@hexaops/core';
import { runChecks, toolChecks } from '@hexaops/core/testing';
import { now, over, read, rowsOf } from '../testing/context.ts';
import { recorded, recordOf, type RecordParts } from '../testing/records.ts';
import { toolsOf } from './index.ts';

const target = { namespace: 'shop', name: 'checkout' };

function tool(name: string, objects: readonly KubernetesObject[]) {
  const { records, reader } = over(objects);
  const found = toolsOf.map((make) => make(records)).find((each) => each.name === name);
  assert.ok(found !== undefined);
  return { found, reader };
}

async function run(name: string, objects: readonly KubernetesObject[], input: object = target) {
  return read(tool(name, objects).found, input);
}

const template = `image: {{ .Values.image.tag }}\nreplicas: {{ .Values.replicas }}\n{{ toYaml .Values.resources }}`;

/** A revision whose chart makes one Deployment with one ConfigMap of its values. */
function revisionOf(
  revision: number,
  values: Readonly<Record<string, unknown>>,
  more: RecordParts = {},
): KubernetesObject {
  const { tag = '1', replicas = 1, memory = '64Mi', currency = 'EUR' } = values;
  const manifest = `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec:
  replicas: ${String(replicas)}
  selector: { matchLabels: { app: checkout } }
  template:
    spec:
      containers:
        - name: server
          image: 'registry.example/checkout:${String(tag)}'
          resources: { limits: { memory: ${String(memory)} } }
          envFrom: [{ configMapRef: { name: settings } }]
---
# Source: shop/templates/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { currency: ${String(currency)} }
`;
  return recordOf({
    revision,
    manifest,
    templates: { 'templates/deployment.yaml': template, 'templates/settings.yaml': 'x: {{ .Values.currency }}' },
    values: { image: { tag: String(tag) }, replicas, resources: { limits: { memory } }, currency },
    status: 'superseded',
    deployed: new Date(now - (10 - revision) * 3_600_000).toISOString(),
    ...more,
  });
}

const deployment = (image: string, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'checkout', namespace: 'shop', generation: 2 },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'checkout' } },
    template: {
      spec: {
        containers: [
          {
            name: 'server',
            image: `registry.example/checkout:${image}`,
            resources: { limits: { memory: '64Mi' } },
            envFrom: [{ configMapRef: { name: 'settings' } }],
          },
        ],
      },
    },
  },
  status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, ...more },
});
const settings = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { currency: 'EUR' },
};

const unready = { readyReplicas: 0 };
const pod = (reason: string, seconds = 5) => ({
  kind: 'Pod',
  metadata: {
    name: `checkout-${reason.toLowerCase()}`,
    namespace: 'shop',
    labels: { app: 'checkout' },
    creationTimestamp: new Date(now - seconds * 1000).toISOString(),
  },
  status: {
    containerStatuses: [{ name: 'server', ready: false, state: { waiting: { reason, message: 'in words' } } }],
  },
});

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
  it('has the newest revision of each, and what failed or hangs as findings', async () => {
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
    assert.deepEqual(
      result.findings?.map(({ cause, object }) => [cause, object.name]),
      [
        ['helm-release-stuck', 'stuck'],
        ['helm-release-failed', 'checkout'],
      ],
    );
    const troubled = await run('list-releases', objects, { troubled: true });
    assert.deepEqual(
      rowsOf(troubled).map(({ release }) => release),
      ['checkout', 'stuck'],
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

describe('why a release is not well', () => {
  const cases: readonly (readonly [what: string, values: object, reason: string, found: RegExp, confidence: number])[] =
    [
      ['the only value', { tag: '2' }, 'ImagePullBackOff', /set image\.tag from 1 to 2, which changed/, 0.96],
      [
        'the one that fits',
        { tag: '2', replicas: 3, currency: 'USD' },
        'ImagePullBackOff',
        /set image\.tag from 1 to 2/,
        0.93,
      ],
      [
        'the one that fits',
        { memory: '8Mi', currency: 'USD' },
        'OOMKilled',
        /set resources\.limits\.memory from 64Mi to 8Mi/,
        0.93,
      ],
      [
        'what its pods use',
        { currency: 'XXX' },
        'CrashLoopBackOff',
        /set currency from EUR to XXX, which changed ConfigMap/,
        0.96,
      ],
      ['one of several', { tag: '2', memory: '8Mi' }, 'CrashLoopBackOff', /among others that changed checkout/, 0.65],
    ];
  for (const [what, values, reason, summary, confidence] of cases) {
    it(`is ${what}: ${reason} after ${JSON.stringify(values)}`, async () => {
      const { tag = '1' } = values as { tag?: string };
      const objects = [
        revisionOf(1, {}),
        revisionOf(2, values as Readonly<Record<string, unknown>>, { status: 'deployed' }),
        deployment(tag, unready),
        settings,
        pod(reason),
      ];
      const [first] = (await run('diagnose-release', objects)).findings ?? [];
      assert.equal(first?.cause, 'helm-value-breaks-object');
      assert.deepEqual(first.object, { kind: 'Deployment', namespace: 'shop', name: 'checkout' });
      assert.match(first.summary, summary);
      assert.match(first.summary, new RegExp(reason));
      assert.equal(first.confidence, confidence);
      assert.deepEqual(first.remedy?.arguments, { ...target, revision: 1 });
    });
  }

  it('is the chart where no value was changed', async () => {
    const changed = revisionOf(1, { tag: '2' });
    const objects = [
      revisionOf(1, {}),
      { ...revisionOf(2, {}, { status: 'deployed' }), data: changed['data'] },
      deployment('2', unready),
      pod('ImagePullBackOff'),
    ];
    // The same values made another object: its chart did.
    const former = revisionOf(
      1,
      { tag: '1' },
      { values: { image: { tag: '2' }, replicas: 1, resources: { limits: { memory: '64Mi' } }, currency: 'EUR' } },
    );
    const { findings } = await run('diagnose-release', [former, ...objects.slice(1)]);
    assert.equal(findings?.[0]?.cause, 'helm-chart-breaks-object');
  });

  it('is the field that the cluster refused', async () => {
    const description =
      'Upgrade "checkout" failed: Deployment.apps "checkout" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0';
    const objects = [
      revisionOf(1, {}, { status: 'deployed' }),
      revisionOf(2, { replicas: -1, tag: '2' }, { status: 'failed', description }),
      deployment('1'),
      settings,
    ];
    const { findings = [] } = await run('diagnose-release', objects);
    assert.deepEqual(
      findings.map(({ cause, symptomOf }) => [cause, symptomOf?.name]),
      [
        ['helm-value-breaks-object', undefined],
        ['helm-release-failed', 'checkout'],
      ],
    );
    assert.match(findings[0]?.summary ?? '', /set replicas from 1 to -1.*must be greater than or equal to 0/);
  });

  it('is nothing where all is well, and where pods are only on their way', async () => {
    const objects = [revisionOf(1, {}), revisionOf(2, { tag: '2' }, { status: 'deployed' }), settings];
    assert.deepEqual((await run('diagnose-release', [...objects, deployment('2')])).findings, []);
    const onTheWay = [...objects, deployment('2', unready), pod('ContainerCreating')];
    assert.deepEqual((await run('diagnose-release', onTheWay)).findings, []);
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
