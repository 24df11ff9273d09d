import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployment, object } from '../../cluster/testing/index.ts';
import { application, causesIn, findingsIn, rootIn } from '../testing/scene.ts';

describe('Replicas', () => {
  it('that are scaled to zero though a service counts on them', () => {
    assert.equal(rootIn(application('cart', { replicas: 0, running: false })), 'zero-replicas of Deployment cart');
  });

  const version = (name: string, replicas: number) =>
    deployment(`shop/${name}`, {
      spec: {
        replicas,
        selector: { matchLabels: { app: 'cart', version: name } },
        template: { metadata: { labels: { app: 'cart', version: name } } },
      },
    });

  it('of an earlier version may be zero while the service has another', () => {
    const resting = version('cart-v0', 0);
    assert.ok(findingsIn([...application('cart'), resting]).every(({ severity }) => severity === 'info'));
    const [first] = findingsIn([...application('cart', { replicas: 0, running: false }), resting]);
    assert.equal(first?.severity, 'critical');
  });

  it('of the one version that requests are sent to may not', () => {
    const subsets = object('DestinationRule', 'shop/cart', {
      spec: {
        host: 'cart',
        subsets: ['cart-v0', 'cart-v1'].map((name) => ({ name, labels: { version: name } })),
      },
    });
    const route = object('VirtualService', 'shop/cart', {
      spec: {
        hosts: ['cart'],
        http: [
          {
            route: [
              { destination: { host: 'cart', subset: 'cart-v0' }, weight: 100 },
              { destination: { host: 'cart', subset: 'cart-v1' }, weight: 0 },
            ],
          },
        ],
      },
    });
    const [, , , cart] = application('cart');
    assert.ok(cart !== undefined);
    assert.equal(
      rootIn([cart, version('cart-v0', 0), version('cart-v1', 1), subsets, route]),
      'zero-replicas of Deployment cart-v0',
    );
    assert.ok(
      findingsIn([cart, version('cart-v0', 1), version('cart-v1', 0), subsets, route]).every(
        ({ cause, severity }) => cause !== 'zero-replicas' || severity === 'info',
      ),
    );
  });

  it('do not stand in for others where they are those of a job', () => {
    const migration = object('Job', 'shop/cart-migrate', {
      spec: { template: { metadata: { labels: { app: 'cart' } } } },
      status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] },
    });
    assert.equal(
      rootIn([...application('cart', { replicas: 0, running: false }), migration]),
      'zero-replicas of Deployment cart',
    );
  });

  it('that nobody counts on may be zero', () => {
    assert.deepEqual(causesIn(application('batch', { replicas: 0, running: false, served: false })), ['zero-replicas']);
    assert.deepEqual(causesIn(application('cart')), []);
  });
});
