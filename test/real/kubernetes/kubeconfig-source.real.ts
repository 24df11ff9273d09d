import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { type ClusterSource, kubeconfigSource } from '@hexaops/worker-kubernetes/source';
import { type RealCluster, startCluster, type User } from './cluster.ts';
import { stageWorkspaces } from './scenes/workspaces.ts';
import { findBinaries } from './servers/binaries.ts';

const binaries = findBinaries();
const skip = 'missing' in binaries && binaries.missing;
const context = { signal: new AbortController().signal, byteCap: 16 * 1024 * 1024 };

describe('The kubeconfig source on a real API server', { skip }, () => {
  let cluster: RealCluster;

  before(async () => {
    assert.ok(!('missing' in binaries));
    cluster = await startCluster(binaries);
    await cluster.createNamespace('lab');
    await cluster.api.apply([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'guest', namespace: 'lab' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'no-rights' }],
      },
    ]);
    await stageWorkspaces(cluster);
  });
  after(() => cluster[Symbol.asyncDispose]());

  const sourceOf = (user: User): Promise<ClusterSource> => kubeconfigSource({ path: cluster.kubeconfigs[user] });

  it('reads a snapshot of a namespace, complete but for what the user may not see', async () => {
    const source = await sourceOf('readOnly');
    const snapshot = await source.snapshot({ namespaces: ['shop'] }, context);
    assert.deepEqual(snapshot.namespaces, ['shop']);
    const names = (kind: 'Deployment' | 'Service' | 'Node') =>
      new Set(snapshot.list(kind).map(({ metadata }) => metadata.name));
    assert.deepEqual(names('Deployment'), new Set(['cart', 'broken']));
    assert.deepEqual(names('Service'), new Set(['cart']));
    assert.deepEqual(names('Node'), new Set(['stub-1', 'stub-2']));
    assert.equal(snapshot.list('Pod').length, 3);
    assert.ok(snapshot.list('Event').some(({ reason }) => reason === 'BackOff'));
    for (const kind of ['Deployment', 'Pod', 'Service', 'Node', 'Event'] as const) {
      assert.ok(snapshot.covers(kind, 'shop'), `${kind} is not covered`);
    }
    assert.equal(snapshot.covers('Secret', 'shop'), false);
    const unavailable = snapshot.unavailable.filter(({ kind }) => kind === 'Secret');
    assert.deepEqual(
      unavailable.map(({ source, namespace }) => ({ source, namespace })),
      [{ source: 'secrets in shop', namespace: 'shop' }],
    );
    assert.match(
      unavailable[0]?.reason ?? '',
      /secrets is forbidden: User "read-only" cannot list resource "secrets"/u,
    );
  });

  it('reads the logs of the container that fails, of now and of the run before', async () => {
    const source = await sourceOf('readOnly');
    const { logs } = await source.snapshot({ namespaces: ['shop'] }, context);
    assert.deepEqual(
      logs
        .map(({ container, previous, text }) => ({ container, previous, text }))
        .sort((a, b) => Number(a.previous) - Number(b.previous)),
      [
        { container: 'broken', previous: false, text: 'starting\n' },
        { container: 'broken', previous: true, text: 'panic: no database\n' },
      ],
    );
  });

  it('never carries the value of a secret, not even for an administrator', async () => {
    const source = await sourceOf('admin');
    const snapshot = await source.snapshot({ namespaces: ['shop'] }, context);
    const secrets = snapshot.list('Secret');
    assert.ok(secrets.some(({ metadata }) => metadata.name === 'password'));
    assert.doesNotMatch(JSON.stringify(secrets), /hunter2|aHVudGVyMg/u);
  });

  it('says to a user without rights that nothing can be read, and why', async () => {
    const source = await sourceOf('noRights');
    await assert.rejects(source.snapshot({ namespaces: ['shop'] }, context), (error) => {
      assert.ok(HexaopsError.is(error, 'forbidden'));
      assert.match(error.message, /is forbidden: User "no-rights" cannot list resource/u);
      return true;
    });
  });

  it('names all that a user of one namespace could not read of another, and takes nothing for absent', async () => {
    const source = await sourceOf('noRights');
    const snapshot = await source.snapshot({ namespaces: ['lab', 'shop'] }, context);
    for (const kind of ['Deployment', 'Pod', 'Service', 'Event', 'ResourceQuota'] as const) {
      assert.ok(snapshot.list(kind).every(({ metadata }) => metadata.namespace === 'lab'));
      assert.equal(snapshot.covers(kind, 'lab'), true, `${kind} of lab is not covered`);
      assert.equal(snapshot.covers(kind, 'shop'), false, `${kind} of shop is covered`);
      const refused = snapshot.unavailable.filter((entry) => entry.kind === kind);
      assert.deepEqual(
        refused.map(({ namespace }) => namespace),
        ['shop'],
        kind,
      );
      assert.match(refused[0]?.reason ?? '', /is forbidden: User "no-rights" cannot list resource/u, kind);
    }
    assert.equal(snapshot.covers('Node'), false);
    assert.match(snapshot.unavailable.find(({ kind }) => kind === 'Node')?.reason ?? '', /at the cluster scope/u);
  });

  it('reads one list by label, and one object by name', async () => {
    const source = await sourceOf('readOnly');
    const byLabel = await source.list('Pod', { namespace: 'shop', labelSelector: 'app=cart' }, context);
    assert.equal(byLabel.items.length, 2);
    const byName = await source.list('Deployment', { namespace: 'lab', name: 'probe' }, context);
    assert.deepEqual(
      byName.items.map(({ metadata }) => metadata.name),
      ['probe'],
    );
    const everywhere = await source.list('Deployment', {}, context);
    assert.deepEqual(new Set(everywhere.items.map(({ metadata }) => metadata.namespace)), new Set(['shop', 'lab']));
  });

  it('follows the pages of a long list', async () => {
    const names = Array.from({ length: 620 }, (_, index) => `setting-${index}`);
    await cluster.createNamespace('long');
    const path = '/api/v1/namespaces/long/configmaps';
    for (let from = 0; from < names.length; from += 20) {
      const page = names.slice(from, from + 20);
      await Promise.all(
        page.map((name) => cluster.api.call('POST', path, { metadata: { name }, data: { key: name } })),
      );
    }
    const source = await sourceOf('readOnly');
    const { items, truncated } = await source.list('ConfigMap', { namespace: 'long' }, context);
    const read = new Set(items.map(({ metadata }) => metadata.name));
    assert.deepEqual(
      names.filter((name) => !read.has(name)),
      [],
    );
    assert.equal(truncated, false);
  });

  it('refuses what the API server would take for another path', async () => {
    const source = await sourceOf('admin');
    for (const namespace of ['../nodes', 'shop/pods', '*', '']) {
      await assert.rejects(source.list('Pod', { namespace }, context), (error) =>
        HexaopsError.is(error, 'input-invalid'),
      );
    }
  });

  it('says that there is no log for a pod that does not exist', async () => {
    const source = await sourceOf('readOnly');
    await assert.rejects(source.logs({ namespace: 'shop', pod: 'gone' }, context), (error) =>
      HexaopsError.is(error, 'not-found'),
    );
  });
});
