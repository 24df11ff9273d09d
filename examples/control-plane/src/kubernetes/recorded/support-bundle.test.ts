import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openCluster } from '../open-cluster.ts';
import type { Cluster } from '../cluster.ts';

describe('a Troubleshoot.sh support bundle', () => {
  let directory: string;
  let cluster: Cluster;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'support-bundle-'));
    const list = (apiVersion: string, kind: string, items: object[]): string =>
      JSON.stringify({ apiVersion, kind, metadata: {}, items });
    const claim = { metadata: { name: 'data', namespace: 'shop' }, spec: {} };
    const files: Record<string, string> = {
      'pvcs/shop.json': list('v1', 'PersistentVolumeClaimList', [claim]),
      'network-policy/shop.json': list('networking.k8s.io/v1', 'NetworkPolicyList', [
        { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny', namespace: 'shop' } },
      ]),
      'nodes.json': list('v1', 'NodeList', [
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' }, spec: {} },
      ]),
      'namespaces.json': JSON.stringify([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]),
      'pods/shop.json': list('v1', 'PodList', [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', namespace: 'shop' },
          spec: { containers: [{ name: 'server' }] },
          status: {},
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'stuck', namespace: 'shop' },
          spec: { containers: [{ name: 'server' }] },
          status: {},
        },
      ]),
      'pods/logs/shop/web/server.log': 'hello\n',
      'pods/logs/shop/web/server-previous.log': 'goodbye\n',
      'pods/logs/shop/stuck/server-logs-errors.log':
        'Error from server (BadRequest): container "server" in pod "stuck" is waiting to start: PodInitializing\n',
      'custom-resources/gateways.example.io/shop.json': JSON.stringify([
        { apiVersion: 'example.io/v1beta1', kind: 'Gateway', metadata: { name: 'edge', namespace: 'shop' } },
      ]),
      'resources.json': JSON.stringify([{ name: 'pods', namespaced: true }]),
      'pvs-errors.json': JSON.stringify(['forbidden']),
    };
    for (const [name, content] of Object.entries(files)) {
      const file = join(directory, 'cluster-resources', name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    cluster = await openCluster({ kind: 'recorded', directory });
  });

  after(() => rm(directory, { recursive: true }));

  async function names(group: string, version: string, plural: string): Promise<string[]> {
    const list = await cluster.list({ group, version, plural }, null, {});
    return list.items.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  }

  test('an object tells its own kind, whatever its folder is called', async () => {
    assert.deepEqual(await names('', 'v1', 'persistentvolumeclaims'), ['PersistentVolumeClaim data']);
    assert.deepEqual(await names('networking.k8s.io', 'v1', 'networkpolicies'), ['NetworkPolicy deny']);
    assert.deepEqual(await names('', 'v1', 'nodes'), ['Node node-1']);
    assert.deepEqual(await names('', 'v1', 'namespaces'), ['Namespace shop']);
  });

  test('custom resources are served under the plural of their folder', async () => {
    assert.deepEqual(await names('example.io', 'v1beta1', 'gateways'), ['Gateway edge']);
  });

  test('files that are no lists of objects are passed over', async () => {
    assert.deepEqual(await names('', 'v1', 'persistentvolumes'), []);
  });

  test('logs are read from their files, and so is why there is none', async () => {
    assert.equal(await cluster.log('shop', 'web', {}), 'hello\n');
    assert.equal(await cluster.log('shop', 'web', { previous: true }), 'goodbye\n');
    await assert.rejects(cluster.log('shop', 'stuck', {}), {
      code: 400,
      message: 'container "server" in pod "stuck" is waiting to start: PodInitializing',
    });
  });

  test('a directory that is no support bundle is refused at once', async () => {
    await assert.rejects(openCluster({ kind: 'recorded', directory: join(directory, 'nothing') }), /ENOENT/);
  });
});
