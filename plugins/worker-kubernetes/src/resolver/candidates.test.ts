import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { candidatesAmong, type Named } from './candidates.ts';

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'];

function named(path: string, workload?: Named): Named {
  const [kind = '', second = '', third] = path.split('/');
  const object = third === undefined ? { kind, name: second } : { kind, namespace: second, name: third };
  return workload === undefined ? object : { ...object, workload };
}

const checkout = named('Deployment/shop/checkout');
const objects = [
  checkout,
  named('Deployment/shop/redis-cart'),
  named('Deployment/shop/cartservice'),
  named('Deployment/shop/payment'),
  named('StatefulSet/data/postgres'),
  named('Service/shop/checkout'),
  named('Service/shop/frontend-external'),
  named('Pod/shop/checkout-7d9f8-abcde', checkout),
  named('Node/worker-1'),
  named('Namespace/shop'),
  named('Namespace/data'),
];

function find(words: string, kinds: readonly string[] = workloads, among = objects): readonly string[] {
  return candidatesAmong(words, kinds, among).map(
    ({ match, kind, namespace, name }) => `${match} ${kind}/${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
}

describe('the objects that words may name', () => {
  const exact: readonly (readonly [words: string, kinds: readonly string[], path: string])[] = [
    ['checkout', workloads, 'Deployment/shop/checkout'],
    ['  CHECKOUT ', workloads, 'Deployment/shop/checkout'],
    ['"checkout"', workloads, 'Deployment/shop/checkout'],
    ['`checkout`?', workloads, 'Deployment/shop/checkout'],
    ['the checkout', workloads, 'Deployment/shop/checkout'],
    ['my checkout deployment', workloads, 'Deployment/shop/checkout'],
    ['the checkout service', workloads, 'Deployment/shop/checkout'],
    ['checkout pods', workloads, 'Deployment/shop/checkout'],
    ['the pods of checkout', workloads, 'Deployment/shop/checkout'],
    ['deployment checkout', workloads, 'Deployment/shop/checkout'],
    ['deploy/checkout', workloads, 'Deployment/shop/checkout'],
    ['deployments.apps/checkout', workloads, 'Deployment/shop/checkout'],
    ['shop/checkout', workloads, 'Deployment/shop/checkout'],
    ['deployment/shop/checkout', workloads, 'Deployment/shop/checkout'],
    ['checkout in shop', workloads, 'Deployment/shop/checkout'],
    ['checkout in the shop namespace', workloads, 'Deployment/shop/checkout'],
    ['checkout in namespace shop', workloads, 'Deployment/shop/checkout'],
    ['checkout deployment in shop', workloads, 'Deployment/shop/checkout'],
    ['checkout -n shop', workloads, 'Deployment/shop/checkout'],
    ['checkout (shop)', workloads, 'Deployment/shop/checkout'],
    ['redis cart', workloads, 'Deployment/shop/redis-cart'],
    ['Redis_Cart', workloads, 'Deployment/shop/redis-cart'],
    ['cart service', workloads, 'Deployment/shop/cartservice'],
    ['payments', workloads, 'Deployment/shop/payment'],
    ['payment app', workloads, 'Deployment/shop/payment'],
    ['postgres', workloads, 'StatefulSet/data/postgres'],
    ['node worker-1', ['Node'], 'Node/worker-1'],
    ['worker 1', ['Node'], 'Node/worker-1'],
    ['namespace shop', ['Namespace'], 'Namespace/shop'],
    ['the shop namespace', ['Namespace'], 'Namespace/shop'],
    ['service checkout', ['Deployment', 'Service'], 'Service/shop/checkout'],
    ['svc/checkout', ['Deployment', 'Service'], 'Service/shop/checkout'],
    ['checkout service', ['Deployment', 'Service'], 'Deployment/shop/checkout'],
    ['checkout-7d9f8-abcde', ['Pod'], 'Pod/shop/checkout-7d9f8-abcde'],
  ];
  for (const [words, kinds, path] of exact) {
    it(`${words} (${kinds.join(', ')}) is ${path} and nothing else`, () => {
      assert.deepEqual(find(words, kinds), [`exact ${path}`]);
    });
  }

  const near: readonly (readonly [words: string, kinds: readonly string[], paths: readonly string[]])[] = [
    ['check', workloads, ['Deployment/shop/checkout']],
    ['chekout', workloads, ['Deployment/shop/checkout']],
    ['chekcout', workloads, ['Deployment/shop/checkout']],
    ['postgers', workloads, ['StatefulSet/data/postgres']],
    ['cart', workloads, ['Deployment/shop/cartservice', 'Deployment/shop/redis-cart']],
    ['redis cart cache', workloads, ['Deployment/shop/redis-cart']],
    ['checkout in data', workloads, ['Deployment/shop/checkout']],
    ['statefulset checkout', workloads, ['Deployment/shop/checkout']],
    ['checkout-7d9f8-abcde', workloads, ['Deployment/shop/checkout']],
    ['nothing', workloads, []],
    ['', workloads, []],
    ['*', workloads, []],
  ];
  for (const [words, kinds, paths] of near) {
    it(`"${words}" is near ${paths.join(' and ') || 'nothing'}`, () => {
      assert.deepEqual(
        find(words, kinds),
        paths.map((path) => `near ${path}`),
      );
    });
  }

  it('gives the same name in two namespaces twice, and once where the namespace is said', () => {
    const two = [...objects, named('Deployment/staging/checkout'), named('Namespace/staging')];
    assert.deepEqual(find('checkout', workloads, two), [
      'exact Deployment/shop/checkout',
      'exact Deployment/staging/checkout',
    ]);
    assert.deepEqual(find('checkout in staging', workloads, two), ['exact Deployment/staging/checkout']);
  });

  it('takes the very name before another spelling of it', () => {
    const both = [...objects, named('Deployment/shop/payments')];
    assert.deepEqual(find('payments', workloads, both), ['exact Deployment/shop/payments']);
    assert.deepEqual(find('payment', workloads, both), ['exact Deployment/shop/payment']);
  });

  it("never calls a pod's workload exact: anybody may make a pod", () => {
    const planted = [checkout, named('Pod/shop/frontend', checkout)];
    assert.deepEqual(find('frontend', workloads, planted), ['near Deployment/shop/checkout']);
  });

  it('gives objects of the kinds asked for, at most ten, each once, whatever the words', () => {
    const many = [...objects, ...Array.from({ length: 40 }, (_, index) => named(`Deployment/shop/web-${index}`))];
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom(...many.map(({ name }) => name), 'web', 'in shop', 'service'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(words, fc.subarray(['Deployment', 'Service', 'Pod', 'Node', 'Namespace']), (text, kinds) => {
        const found = find(text, kinds, many);
        assert.ok(found.length <= 10);
        assert.equal(new Set(found).size, found.length);
        for (const path of found) assert.ok(kinds.some((kind) => path.split(' ')[1]?.startsWith(`${kind}/`)));
      }),
    );
  });
});
