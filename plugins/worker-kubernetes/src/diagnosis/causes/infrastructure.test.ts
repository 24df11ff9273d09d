import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import type { Supplements } from '../../cluster/supplements.ts';
import { event, node, object } from '../../cluster/testing/index.ts';
import { application, causesIn, rootIn } from '../testing/scene.ts';

const nodes = [
  node('control', { metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } } }),
  node('node-a'),
  node('node-b'),
];
const notReady = (status: string, reason: string, message: string) =>
  node('node-a', { status: { conditions: [{ type: 'Ready', status, reason, message }] } });

function units(name: string, unit: string, active = 'inactive'): Partial<Supplements> {
  const running = { active: 'active', sub: 'running', text: '' };
  const stopped = {
    active,
    sub: 'dead',
    text: `     Active: ${active} (dead) since Sun 2026-03-01 11:55:00 UTC; 5min ago`,
  };
  return {
    nodeServices: new Map([
      [
        name,
        new Map([
          ['kubelet', running],
          ['containerd', running],
          [unit, stopped],
        ]),
      ],
    ]),
  };
}

describe('A unit of a node that does not run', () => {
  for (const [unit, cause] of Object.entries({
    kubelet: 'kubelet-unavailable',
    containerd: 'container-runtime-unavailable',
    'kube-proxy': 'kube-proxy-unavailable',
    'kube-scheduler': 'scheduler-unavailable',
  })) {
    it(`is ${unit}`, () => {
      assert.equal(
        rootIn([...nodes, ...application('cart')], { supplements: units('node-a', unit) }),
        `${cause} of Node node-a`,
      );
    });
  }

  it('may be one that systemd starts again and again', () => {
    const waits = {
      active: 'activating',
      sub: 'auto-restart',
      text: '     Active: activating (auto-restart) (Result: exit-code)',
    };
    const nodeServices = new Map([['node-a', new Map([['kubelet', waits]])]]);
    assert.equal(
      rootIn([...nodes, ...application('cart')], { supplements: { nodeServices } }),
      'kubelet-unavailable of Node node-a',
    );
  });

  it('is none of them when all run', () => {
    assert.deepEqual(
      causesIn([...nodes, ...application('cart')], { supplements: units('node-a', 'kube-proxy', 'active') }),
      [],
    );
  });
});

describe('A node', () => {
  it('whose kubelet does not report any more', () => {
    const lost = notReady('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
    assert.equal(rootIn([lost, node('node-b'), ...application('cart')]), 'kubelet-unavailable of Node node-a');
  });

  it('whose lease is older than those of the others', () => {
    const lease = (name: string, renewTime: string) =>
      object('Lease', `kube-node-lease/${name}`, { spec: { renewTime } });
    assert.equal(
      rootIn([...nodes, lease('node-a', '2026-03-01T11:58:30Z'), lease('node-b', '2026-03-01T11:59:55Z')]),
      'kubelet-unavailable of Node node-a',
    );
    assert.deepEqual(
      causesIn([...nodes, lease('node-a', '2026-03-01T11:59:45Z'), lease('node-b', '2026-03-01T11:59:55Z')]),
      [],
    );
  });

  it('whose container runtime does not answer, which explains the pods on it', () => {
    const down = notReady('False', 'KubeletNotReady', 'container runtime is down');
    const creating = {
      containerStatus: {
        name: 'server',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason: 'ContainerCreating' } },
      },
    };
    const refusal = event(
      'shop/Pod/cart-1',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: dial unix /run/containerd/containerd.sock: connect: no such file or directory',
    );
    assert.equal(
      rootIn([down, node('node-b'), ...application('cart', { pod: creating }), refusal]),
      'container-runtime-unavailable of Node node-a',
    );
  });

  it('whose runtime was away and is back is well', () => {
    const past = event(
      'default/Node/node-a',
      'ContainerGCFailed',
      'dial unix /run/containerd/containerd.sock: connect: no such file or directory',
      { involvedObject: { kind: 'Node', name: 'node-a' } },
    );
    assert.deepEqual(causesIn([...nodes, ...application('cart'), past]), []);
  });

  it('from which no service answers', () => {
    const probes = (from: string, ok: boolean) => ({ from, ok, text: ok ? 'open' : 'Connection Failed' });
    const connectivity = ['cart', 'pay'].map((service) => ({
      namespace: 'shop',
      service,
      port: 8080,
      probes: [probes('node-a', false), probes('node-b', true)],
    }));
    assert.equal(
      rootIn([...nodes, ...application('cart'), ...application('pay')], { supplements: { connectivity } }),
      'kube-proxy-unavailable of Node node-a',
    );
  });
});

describe('A scheduler', () => {
  const ignored: ClusterObject[] = application('cart').map((part) =>
    part.kind === 'Pod'
      ? { ...part, spec: { ...part.spec, nodeName: undefined }, status: { phase: 'Pending', conditions: [] } }
      : part,
  );

  it('that looks at no pod does not run', () => {
    assert.equal(rootIn([...nodes, ...ignored]), 'scheduler-unavailable of Node control');
  });

  it('is not blamed for pods of a scheduler of their own', () => {
    const own = ignored.map((part) =>
      part.kind === 'Pod' ? { ...part, spec: { ...part.spec, schedulerName: 'batch' } } : part,
    );
    assert.equal(rootIn([...nodes, ...own]), 'pod-not-considered of Deployment cart');
  });
});
