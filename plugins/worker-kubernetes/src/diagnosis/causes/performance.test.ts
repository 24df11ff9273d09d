import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MetricSeries } from '../../cluster/metrics.ts';
import { node } from '../../cluster/testing/index.ts';
import { application, causesIn, rootIn } from '../testing/scene.ts';

/** Half of the time `usual`, half of the time `raised`. */
function series(name: string, labels: Record<string, string>, usual: number, raised = usual): MetricSeries {
  const values = Float64Array.from({ length: 40 }, (_, index) => (index < 20 ? usual : raised));
  return { name, labels, times: Float64Array.from({ length: 40 }, (_, index) => index * 5000), values };
}

const latency = (service: string, usual: number, raised = usual) =>
  series('service_p90latency', { service }, usual, raised);
const calling = (name: string, nodeName: string, ...called: string[]) =>
  application(name, {
    container: {
      name: 'server',
      image: `registry.example/${name}:1`,
      ports: [{ containerPort: 8080 }],
      resources: { limits: { cpu: '500m' } },
      env: called.map((callee) => ({ name: `${callee.toUpperCase()}_ADDR`, value: `${callee}:8080` })),
    },
    spec: { nodeName },
  });

/** web -> order -> pay, stock; web -> cart. */
const shop = [
  ...['a', 'b', 'c'].map((name) => node(name)),
  ...calling('web', 'a', 'order', 'cart'),
  ...calling('order', 'b', 'pay', 'stock'),
  ...calling('pay', 'b'),
  ...calling('stock', 'c'),
  ...calling('cart', 'c'),
];
const measured = (...all: readonly MetricSeries[]) => ({ supplements: { metrics: () => all } });

describe('Slow calls', () => {
  it('to one leaf, and so of all who need it, are due to its network', () => {
    const metrics = measured(
      latency('web', 20, 600),
      latency('order', 10, 560),
      latency('pay', 4, 500),
      latency('stock', 4),
      latency('cart', 5),
    );
    assert.equal(rootIn(shop, metrics), 'pod-network-delay of Deployment pay');
  });

  it('of a program that uses up its CPU are due to that', () => {
    const metrics = measured(
      latency('web', 20, 600),
      latency('order', 10, 560),
      latency('pay', 4, 500),
      latency('stock', 4),
      latency('cart', 5),
      series('service_cpu', { service: 'pay' }, 0.05, 0.49),
      series('service_cpu', { service: 'web' }, 0.1),
    );
    assert.equal(rootIn(shop, metrics), 'pod-cpu-overload of Deployment pay');
  });

  it('across one node are due to its network', () => {
    // Whatever crosses c is slow: order -> stock and web -> cart.
    const metrics = measured(
      latency('web', 20, 600),
      latency('order', 10, 310),
      latency('pay', 4),
      latency('stock', 4, 300),
      latency('cart', 5, 305),
    );
    assert.equal(rootIn(shop, metrics), 'node-network-delay of Node c');
  });

  it('across one node are due to its network, though they go to what everybody calls', () => {
    // store is on b; it is called from everywhere, and seems slow to those on c alone.
    const all = ['a', 'b', 'c'].map((name) => node(name));
    const star = [
      ...all,
      ...calling('store', 'b'),
      ...calling('web', 'a', 'store'),
      ...calling('cart', 'a', 'store'),
      ...calling('pay', 'b', 'store'),
      ...calling('order', 'c', 'store'),
      ...calling('stock', 'c', 'store'),
    ];
    const usual = ['web', 'cart', 'pay'].map((name) => latency(name, 10));
    const raised = ['order', 'stock'].map((name) => latency(name, 10, 310));
    assert.equal(rootIn(star, measured(...usual, ...raised, latency('store', 5, 305))), 'node-network-delay of Node c');
  });

  it('with packets sent again are due to a node that loses them', () => {
    const metrics = measured(
      latency('web', 20, 600),
      latency('order', 10, 310),
      latency('pay', 4),
      latency('stock', 4, 300),
      latency('cart', 5, 305),
      series('node_tcp_retransmissions', { node: 'c' }, 0, 9),
      series('node_tcp_retransmissions', { node: 'a' }, 0, 1),
    );
    assert.equal(rootIn(shop, metrics), 'node-network-packet-loss of Node c');
  });

  it('with packets sent again are due to a node that loses them, though a table names nodes and services alike', () => {
    const metrics = measured(
      latency('web', 20, 600),
      latency('order', 10, 310),
      latency('pay', 4),
      latency('stock', 4, 300),
      latency('cart', 5),
      series('tcp_retrans', { service: 'a' }, 0.1),
      series('tcp_retrans', { service: 'b' }, 0.1, 1.2),
      series('tcp_retrans', { service: 'c' }, 0.1, 14),
    );
    assert.equal(rootIn(shop, metrics), 'node-network-packet-loss of Node c');
  });

  it('are told by alerts where there are no metrics', () => {
    const alert = (type: string, name: string, text: string) => ({ type, name, status: 'ABNORMAL', evidence: [text] });
    const alerts = [
      alert('Service', 'order', 'Slow response | order-p50latency: Normal=17.4ms -> Current=516.7ms'),
      alert('Service', 'web', 'Slow response | web-p50latency: Normal=20.1ms -> Current=600.0ms'),
      alert('Node', 'b', 'TCP retransmission | Normal=0.00 -> Current=9.07'),
    ];
    assert.equal(rootIn(shop, { supplements: { alerts } }), 'node-network-packet-loss of Node b');
  });

  it('are due to a use of CPU that alerts tell in percent, where that is high', () => {
    const alert = (name: string, text: string) => ({ type: 'Service', name, status: 'ABNORMAL', evidence: [text] });
    const slow = alert('pay', 'Slow response | pay-p90latency: Normal=4.0ms -> Current=190.0ms');
    const callers = ['order', 'web'].map((name) =>
      alert(name, `Slow response | ${name}-p90latency: Normal=20.0ms -> Current=210.0ms`),
    );
    const use = (raised: string) => alert('pay', `CPU use | Normal=1.2% -> Current=${raised}% (+100%)`);
    const root = (raised: string) => rootIn(shop, { supplements: { alerts: [slow, ...callers, use(raised)] } });
    assert.equal(root('49.0'), 'pod-cpu-overload of Deployment pay');
    assert.equal(root('2.9'), 'pod-network-delay of Deployment pay');
  });

  it('are none where everything is as usual', () => {
    assert.deepEqual(
      causesIn(
        shop,
        measured(latency('web', 20, 25), latency('order', 10), series('service_cpu', { service: 'pay' }, 0.05)),
      ),
      [],
    );
  });
});
