import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  deployment,
  endpoints,
  exampleObjects,
  node,
  plain,
  pod,
  replicaSet,
  service,
  unschedulable,
} from '../../../testing/cluster.ts';
import { Probe, checkout, failing } from '../../../testing/probe.ts';
import type { EndpointSlice, Node } from '../../kinds.ts';
import type { KubernetesObject } from '../../object.ts';
import { resourceNamed } from '../../resources.ts';

describe('services and nodes of a recorded cluster', () => {
  test('a selector that fits again brings the endpoints back', async () => {
    const objects = exampleObjects().filter(({ kind }) => kind !== 'Service' && kind !== 'Endpoints');
    const probe = new Probe([
      ...objects,
      service('shop', 'checkout', { app: 'chekcout' }),
      endpoints('shop', 'checkout', []),
    ]);
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { selector: { app: 'checkout' } } });
    assert.deepEqual(await probe.endpoints(), [['10.1.0.1', '10.1.0.2'], []]);
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { selector: { app: 'none' } } });
    assert.deepEqual(await probe.endpoints(), [[], []]);
  });

  test('a port name that no container has leaves no endpoints', async () => {
    const probe = new Probe();
    const ports = [{ name: 'http', port: 80, targetPort: 'nothing' }];
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { ports } });
    assert.deepEqual(await probe.endpoints(), [[], []]);
  });

  test('an uncordoned node loses its taint and takes the pods that waited for it, if they fit', async () => {
    const waiting = unschedulable('0/1 nodes are available: 1 node(s) were unschedulable.');
    const objects = failing([waiting]).filter(({ kind }) => kind !== 'Node');
    const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    const probe = new Probe([...objects, node('node-1', { unschedulable: true, taints: [cordon] })]);
    await probe.cluster.patch(
      resourceNamed('nodes'),
      { namespace: null, name: 'node-1' },
      { spec: { unschedulable: null } },
    );
    const uncordoned = (await probe.cluster.get(resourceNamed('nodes'), { namespace: null, name: 'node-1' })) as Node;
    assert.deepEqual(uncordoned.spec, {});
    const [started] = await probe.pods();
    assert.deepEqual([started?.spec.nodeName, started?.status.phase], ['node-1', 'Running']);
    assert.equal((await probe.deployment()).status?.readyReplicas, 1);
    assert.equal((await probe.endpoints())[0].length, 1);
  });

  test('a pod that asks for another node, or does not tolerate a taint, goes on waiting', async () => {
    const waiting = unschedulable('0/2 nodes are available: 1 node(s) were unschedulable.');
    const [owner, set] = [deployment('shop', 'checkout'), replicaSet(deployment('shop', 'checkout'), 'current', 2)];
    const choosy = pod(set, 'choosy', waiting);
    choosy.spec.nodeSelector = { disk: 'fast' };
    const taints = [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }];
    const probe = new Probe([
      owner,
      set,
      choosy,
      pod(set, 'other', waiting),
      node('node-1', { unschedulable: true, taints }),
    ]);
    await probe.cluster.patch(
      resourceNamed('nodes'),
      { namespace: null, name: 'node-1' },
      { spec: { unschedulable: null } },
    );
    assert.deepEqual(
      (await probe.pods()).map(({ status }) => status.phase),
      ['Pending', 'Pending'],
    );
  });

  test('slices follow the endpoints where the recording has slices, and lose what is too many', async () => {
    const slice = (name: string): KubernetesObject =>
      plain(
        'discovery.k8s.io/v1',
        'EndpointSlice',
        { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': 'checkout' } },
        { addressType: 'IPv4', ports: [], endpoints: [] },
      );
    const probe = new Probe([...exampleObjects(), slice('checkout-1'), slice('checkout-2')]);
    await probe.scale(3);
    const slices = async (): Promise<EndpointSlice[]> =>
      (await probe.cluster.list(resourceNamed('endpointslices'), ['shop'], {})).items as EndpointSlice[];
    const [only, ...others] = await slices();
    assert.deepEqual(others, []);
    assert.deepEqual(
      new Set(only?.endpoints.flatMap(({ addresses }) => addresses)),
      new Set((await probe.endpoints())[0]),
    );
    assert.deepEqual(only?.ports, [{ name: 'http', port: 8080, protocol: 'TCP' }]);
    await probe.scale(0);
    assert.deepEqual((await slices())[0]?.endpoints, []);
  });
});
