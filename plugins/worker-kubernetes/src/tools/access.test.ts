import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { deployment, node, object } from '../cluster/testing/index.ts';
import { accessTo, contextOf } from './testing/context.ts';
import { FakeSource } from './testing/fake-source.ts';

const objects = [
  deployment('shop/checkout'),
  deployment('staging/checkout'),
  deployment('other/secret-plans'),
  node('worker-1'),
  object('Namespace', 'shop'),
  object('Namespace', 'other'),
];

describe('the cluster as one workspace may see it', () => {
  it('reads as the caller of the call', async () => {
    const source = new FakeSource(objects);
    await accessTo(source).list('Deployment', contextOf({ subject: 'grace' }));
    assert.deepEqual(source.readings, [{ reading: 'list', kind: 'Deployment', subject: 'grace' }]);
  });

  it('reads the namespaces of the workspace alone, each by itself', async () => {
    const source = new FakeSource(objects);
    const access = accessTo(source, { namespaces: { 'w-1': ['shop', 'staging'] } });
    const { items, query } = await access.list('Deployment', contextOf());
    assert.deepEqual(
      items.map(({ metadata }) => metadata.namespace),
      ['shop', 'staging'],
    );
    assert.equal(
      query,
      'GET /apis/apps/v1/namespaces/shop/deployments\nGET /apis/apps/v1/namespaces/staging/deployments',
    );
  });

  for (const [what, act] of [
    ['a list', (access: ReturnType<typeof accessTo>) => access.list('Deployment', contextOf(), 'other')],
    [
      'an object',
      (access: ReturnType<typeof accessTo>) => access.get('Deployment', 'other', 'secret-plans', contextOf()),
    ],
    ['a log', (access: ReturnType<typeof accessTo>) => access.log({ namespace: 'other', pod: 'p' }, contextOf())],
    [
      'a snapshot',
      (access: ReturnType<typeof accessTo>) => access.snapshot(contextOf(), { namespaces: ['shop', 'other'] }),
    ],
  ] as const) {
    it(`refuses ${what} of another workspace's namespace before anything is read`, async () => {
      const source = new FakeSource(objects);
      await assert.rejects(act(accessTo(source, { namespaces: { 'w-1': ['shop'], 'w-2': ['other'] } })), {
        code: 'namespace-not-allowed',
        nextStep: 'use one of: shop',
      });
      assert.deepEqual(source.readings, []);
    });
  }

  for (const workspace of ['w-9', 'constructor', '__proto__']) {
    it(`gives nothing to the workspace ${workspace}, which is not configured`, async () => {
      const source = new FakeSource(objects);
      const access = accessTo(source, { namespaces: { 'w-1': ['shop'] } });
      await assert.rejects(access.list('Pod', contextOf({ workspace })), { code: 'namespace-not-allowed' });
      await assert.rejects(access.snapshot(contextOf({ workspace })), { code: 'namespace-not-allowed' });
      assert.deepEqual(source.readings, []);
    });
  }

  it('lists the namespaces of the workspace alone', async () => {
    const access = accessTo(new FakeSource(objects), { namespaces: { 'w-1': ['shop'] } });
    const { items } = await access.list('Namespace', contextOf());
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['shop'],
    );
  });

  it('names the namespaces that could not be read, and gives the others', async () => {
    const source = new FakeSource(objects);
    source.failures.set('Deployment staging', new HexaopsError('forbidden', 'this user may not'));
    const access = accessTo(source, { namespaces: { 'w-1': ['shop', 'staging'] } });
    const { items, unavailable } = await access.list('Deployment', contextOf());
    assert.equal(items.length, 1);
    assert.deepEqual(unavailable, [{ source: 'deployments in staging', reason: 'this user may not' }]);
  });

  it('raises what no namespace can be read for, and at once what the caller has to mend', async () => {
    const source = new FakeSource(objects);
    const access = accessTo(source, { namespaces: { 'w-1': ['shop', 'staging'] } });
    source.failures.set('Deployment', new HexaopsError('forbidden', 'this user may not'));
    await assert.rejects(access.list('Deployment', contextOf()), { code: 'forbidden' });
    source.failures.clear();
    source.failures.set('Deployment staging', new HexaopsError('reauthentication-required', 'the token has expired'));
    await assert.rejects(access.list('Deployment', contextOf()), { code: 'reauthentication-required' });
  });

  it('says that an object is not there, and asks for the namespace of what has one', async () => {
    const access = accessTo(new FakeSource(objects));
    await assert.rejects(access.get('Deployment', 'shop', 'nothing', contextOf()), {
      code: 'not-found',
      message: 'there is no Deployment shop/nothing',
    });
    await assert.rejects(access.get('Deployment', undefined, 'checkout', contextOf()), { code: 'arguments-invalid' });
    assert.equal(await access.find('Deployment', 'shop', 'nothing', contextOf()), undefined);
    assert.equal((await access.get('Node', undefined, 'worker-1', contextOf())).metadata.name, 'worker-1');
  });

  it('raises why an object could not be read, and tells why a list could not', async () => {
    const source = new FakeSource(objects);
    source.refused.set('Deployment', 'forbidden');
    const access = accessTo(source, { namespaces: { 'w-1': ['shop', 'staging'] } });
    await assert.rejects(access.get('Deployment', 'shop', 'checkout', contextOf()), { code: 'forbidden' });
    const { refusal, unavailable } = await access.list('Deployment', contextOf());
    assert.equal(refusal?.code, 'forbidden');
    assert.equal(unavailable.length, 2);
  });

  it('takes a kind that the cluster does not have for none of it', async () => {
    const source = new FakeSource(objects);
    source.refused.set('VirtualService', 'not-found');
    const access = accessTo(source);
    assert.equal((await access.list('VirtualService', contextOf())).refusal, undefined);
    await assert.rejects(access.get('VirtualService', 'shop', 'x', contextOf()), { code: 'not-found' });
  });
});
