import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Supplements } from '../../../cluster/index.ts';
import { SupplementReader } from './supplements.ts';

function read(documents: Readonly<Record<string, unknown>>): Supplements {
  const reader = new SupplementReader();
  for (const [name, document] of Object.entries(documents)) {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    assert.equal(reader.add(name, Buffer.from(text)), undefined, name);
  }
  return reader.finish();
}

test('a bundle without evidence has none', () => {
  const supplements = read({});
  assert.deepEqual(Object.keys(supplements), ['metrics']);
  assert.deepEqual(supplements.metrics(), []);
});

test('alerts', () => {
  const alert = { type: 'Service', name: 'cart', status: 'ABNORMAL', time_range: '1 ~ 2', evidence: ['slow', 7] };
  assert.deepEqual(read({ 'alerts.json': { alerts: [alert, { type: 'Node' }, 'x'] } }).alerts, [
    { type: 'Service', name: 'cart', status: 'ABNORMAL', timeRange: '1 ~ 2', evidence: ['slow'] },
  ]);
  assert.deepEqual(read({ 'alerts.json': {} }).alerts, []);
});

test('probes of services, with where they came from when that is known', () => {
  const probes = [
    { from: null, ok: false, text: 'Connection Failed' },
    { from: 'node-a', ok: true, address: '10.0.0.1:80', text: 'open' },
    { from: 'node-b', ok: 'yes' },
  ];
  const { connectivity } = read({
    'connectivity.json': [{ namespace: 'shop', service: 'cart', port: 80, probes }, { service: 'x' }],
  });
  assert.deepEqual(connectivity, [
    {
      namespace: 'shop',
      service: 'cart',
      port: 80,
      probes: [
        { ok: false, text: 'Connection Failed' },
        { ok: true, text: 'open', from: 'node-a', address: '10.0.0.1:80' },
      ],
    },
  ]);
});

test('dependencies, services of nodes, error logs, allocations and the collection', () => {
  const supplements = read({
    'dependencies.json': { cart: { upstream: ['web'], calls: ['redis'], text: '...' }, x: 1 },
    'node-services.json': {
      'node-a': { kubelet: { active: 'inactive', sub: 'dead', text: 'stopped', since: '2026-03-01T11:00:00Z' }, x: {} },
    },
    'error-logs.json': { cart: { total_log_count: 9, total_errors: 3, patterns: [{ count: 3, sample: 'boom' }, {}] } },
    'node-allocations.json': {
      'node-a': {
        pods: [{ namespace: 'shop', name: 'cart-1', cpuRequests: '100m', memoryLimits: 5 }],
        allocated: { cpu: { requests: '425m', requestsPercent: 5 } },
      },
    },
    'collection.json': { collectedAt: '2026-03-01T12:00:00Z', namespace: 'shop' },
  });
  assert.deepEqual(supplements.dependencies, new Map([['cart', { upstream: ['web'], calls: ['redis'] }]]));
  assert.deepEqual(supplements.nodeServices?.get('node-a')?.get('kubelet'), {
    active: 'inactive',
    sub: 'dead',
    text: 'stopped',
    since: new Date('2026-03-01T11:00:00Z'),
  });
  assert.equal(supplements.nodeServices.get('node-a')?.size, 1);
  assert.deepEqual(supplements.errorLogs?.get('cart'), {
    lines: 9,
    errors: 3,
    patterns: [{ count: 3, sample: 'boom' }],
  });
  assert.deepEqual(supplements.nodeAllocations?.get('node-a'), {
    pods: [{ namespace: 'shop', name: 'cart-1', cpuRequests: '100m' }],
    allocated: new Map([['cpu', { requests: '425m', requestsPercent: 5 }]]),
  });
  assert.deepEqual(supplements.collection, { collectedAt: new Date('2026-03-01T12:00:00Z'), namespace: 'shop' });
});

test('manifests are cleaned like objects of the cluster; kinds that are not read are left out', () => {
  const env = [{ name: 'DB_PASSWORD', value: 'canary' }];
  const deployment = {
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ env }] } } },
  };
  const secret = { kind: 'Secret', metadata: { name: 'cart' }, stringData: { a: 'canary' } };
  const { manifests } = read({
    'manifests.json': { cart: [deployment, secret, { kind: 'Unknown', metadata: { name: 'x' } }] },
  });
  assert.deepEqual(
    manifests?.get('cart')?.map(({ kind }) => kind),
    ['Deployment', 'Secret'],
  );
  assert.doesNotMatch(JSON.stringify([...(manifests ?? [])]), /canary/);
});

test('metrics in OpenMetrics: series by labels, in the order of time, in milliseconds', () => {
  const text = [
    '# TYPE cpu gauge',
    'cpu{service="cart",note="a \\"b\\", c"} 0.5 1000.5',
    'cpu{service="cart",note="a \\"b\\", c"} 0.25 999',
    'cpu{service="web"} NaN 1000',
    'up 1 1000',
    'no_time 1',
    'garbage }{',
    '# EOF',
    'after 1 1000',
  ].join('\n');
  const series = read({ 'metrics.om': text, 'metrics.csv': 'time,a-b\n' }).metrics();
  assert.deepEqual(
    series.map(({ name, labels, times, values }) => ({ name, labels, times: [...times], values: [...values] })),
    [
      { name: 'cpu', labels: { service: 'cart', note: 'a "b", c' }, times: [999_000, 1_000_500], values: [0.25, 0.5] },
      { name: 'cpu', labels: { service: 'web' }, times: [1_000_000], values: [NaN] },
      { name: 'up', labels: {}, times: [1_000_000], values: [1] },
    ],
  );
});

test('metrics in CSV: a column is a series, an empty cell no sample', () => {
  const text =
    '\uFEFFtime,cart-cpu,redis-cart-mem,load\r\n2026-03-01 12:00:00,0.5,,1\r\n2026-03-01T12:00:05Z,0.25,7,2\r\n';
  const series = read({ 'metrics.csv': text }).metrics();
  assert.deepEqual(
    series.map(({ name, labels, values }) => ({ name, labels, values: [...values] })),
    [
      { name: 'cpu', labels: { service: 'cart' }, values: [0.5, 0.25] },
      { name: 'load', labels: {}, values: [1, 2] },
      { name: 'mem', labels: { service: 'redis-cart' }, values: [7] },
    ],
  );
  assert.equal(series[0]?.times[0], Date.parse('2026-03-01T12:00:00Z'));
});

test('metrics are parsed once, when they are asked for', () => {
  const supplements = read({ 'metrics.om': 'up 1 1\n' });
  assert.equal(supplements.metrics(), supplements.metrics());
});

test('what has another shape than its name says is refused with a reason, alone', () => {
  const reader = new SupplementReader();
  for (const name of [
    'connectivity.json',
    'dependencies.json',
    'node-services.json',
    'collection.json',
    'manifests.json',
  ]) {
    assert.ok(reader.add(name, Buffer.from('"text"')), name);
    assert.ok(reader.add(name, Buffer.from('{')), name);
  }
  assert.equal(reader.add('unknown.json', Buffer.from('{')), undefined, 'nobody reads it');
  assert.equal(reader.add('__proto__', Buffer.from('{}')), undefined);
  assert.deepEqual(Object.keys(reader.finish()), ['metrics']);
});

test('no document makes the reader fail', () => {
  const names = [
    'alerts',
    'connectivity',
    'dependencies',
    'node-services',
    'error-logs',
    'node-allocations',
    'manifests',
    'collection',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }), (name, document) => {
      const reader = new SupplementReader();
      reader.add(`${name}.json`, Buffer.from(JSON.stringify(document)));
      assert.ok(reader.finish());
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom('metrics.om', 'metrics.csv'), fc.string(), (name, text) => {
      assert.ok(Array.isArray(read({ [name]: text }).metrics()));
    }),
  );
});
