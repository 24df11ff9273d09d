import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployment, pod, revisionOf, run, settings, target, unready } from './testing/scene.ts';

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
