import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RunEvent } from '@hexaops/core';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { ChatClient } from '../../support/chat.ts';
import { type RealCluster, startCluster } from '../kubernetes/cluster.ts';
import { eventually } from '../kubernetes/eventually.ts';
import { findBinaries } from '../kubernetes/servers/binaries.ts';
import { chart, findHelm, type Programs, runHelm } from './programs.ts';

const binaries = findBinaries();
const helm = findHelm();
const skip = ('missing' in binaries && binaries.missing) || ('missing' in helm && helm.missing);

interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: { readonly updatedReplicas?: number; readonly availableReplicas?: number };
}

/** In the workspace `shop`: `checkout` installed by Helm 4, `old` by Helm 3, both of one chart. */
describe('Releases of a real Helm in a real cluster', { skip }, () => {
  const started = new AsyncDisposableStack();
  /** Everything that anybody was told. */
  const told: string[] = [];
  let cluster: RealCluster;
  let programs: Programs;
  let demo: Demo;
  let home: string;

  before(async () => {
    assert.ok(!('missing' in binaries) && !('missing' in helm));
    programs = helm;
    home = await mkdtemp(join(tmpdir(), 'hexaops-helm-'));
    started.defer(() => rm(home, { recursive: true, force: true }));
    cluster = started.use(await startCluster(binaries));
    await cluster.createNamespace('shop');
    await run(programs.helm, 'install', 'checkout', chart);
    await run(programs.helm3, 'install', 'old', chart);
    await eventually('all pods of both releases', async () => {
      const ready = await Promise.all(['checkout', 'old'].map(async (name) => (await deployment(name)).status));
      return ready.every((status) => status?.availableReplicas === 2) || undefined;
    });
    const { server, tokens, certificate } = cluster;
    const workspace = {
      id: 'shop',
      name: 'shop',
      organization: 'acme',
      environment: 'production',
      namespaces: ['shop'],
    };
    demo = started.use(
      await startDemo({
        cluster: { kind: 'live', server, token: tokens.admin, ca: certificate },
        workspaces: [workspace],
        helm: programs.helm,
        limits: { eventLoopMilliseconds: 0 },
      }),
    );
  });
  after(() => started.disposeAsync());

  const run = (program: string, verb: string, ...more: readonly string[]) =>
    runHelm(program, [verb, ...more, '--namespace', 'shop'], { kubeconfig: cluster.kubeconfigs.admin, home });
  const deployment = async (name: string) =>
    (await cluster.api.call('GET', `/apis/apps/v1/namespaces/shop/deployments/${name}`)) as unknown as Deployment;
  const imageOf = async (name: string) => (await deployment(name)).spec.template.spec.containers[0]?.image;

  async function ask(user: string, body: object): Promise<readonly RunEvent[]> {
    const url = `${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=shop`;
    const events = await new ChatClient(url, `Bearer user:${user}`).stream(body);
    told.push(JSON.stringify(events));
    return events;
  }
  const rowsOf = (events: readonly RunEvent[], title: RegExp) => {
    const found = eventsOf(events, 'evidence').find(({ evidence }) => title.test(evidence.title))?.evidence.content;
    assert.ok(found?.kind === 'table', `no table ${title.source}: ${lastOf(events, 'answer').text}`);
    return found.rows;
  };
  const approve = async (asked: readonly RunEvent[]) => {
    const { id, hash } = lastOf(asked, 'approval-required').approval;
    return ask('alice', { approval: { id, decision: 'approve', hash } });
  };

  it('are listed as Helm 4 and Helm 3 have recorded them', async () => {
    const rows = rowsOf(await ask('alice', { message: 'which releases are there?' }), /^Helm releases/);
    assert.deepEqual(
      rows.map((row) => row.slice(0, 6)),
      [
        ['shop', 'checkout', 1, 'deployed', 'shop-1.0.0', '2.3'],
        ['shop', 'old', 1, 'deployed', 'shop-1.0.0', '2.3'],
      ],
    );
  });

  for (const name of ['checkout', 'old']) {
    it(`have no drift while nobody has touched them: ${name}`, async () => {
      const events = await ask('alice', { message: `has anybody changed things by hand in release ${name}?` });
      assert.deepEqual(rowsOf(events, /^differences of the cluster/), []);
      assert.deepEqual(eventsOf(events, 'finding'), []);
    });
  }

  it('tell which release an object belongs to', async () => {
    const events = await ask('alice', { message: 'which release does the old service belong to?' });
    const [row] = rowsOf(events, /^the Helm release of/);
    assert.deepEqual([row?.[1], row?.[5]], ['shop/old', 'yes']);
  });

  it('that were broken by a value are diagnosed: which value, which object', async () => {
    await run(
      programs.helm,
      'upgrade',
      'checkout',
      chart,
      '--set',
      'image.tag=missing-9.9,settings.currency=USD,replicas=3',
    );
    await eventually('a pod that cannot pull its image', async () => {
      const pods = JSON.stringify(await cluster.api.list('/api/v1/namespaces/shop/pods'));
      return pods.includes('ImagePullBackOff') || undefined;
    });
    const events = await ask('alice', { message: 'why did the upgrade of checkout fail?' });
    const [first] = eventsOf(events, 'finding');
    assert.equal(first?.finding.cause, 'helm-value-breaks-object', lastOf(events, 'answer').text);
    assert.deepEqual(first.finding.object, { kind: 'Deployment', namespace: 'shop', name: 'checkout' });
    assert.match(first.finding.summary, /set image\.tag from 2\.3 to missing-9\.9/);
    assert.match(first.finding.summary, /ImagePullBackOff/);
    assert.deepEqual(first.finding.remedy?.arguments, { namespace: 'shop', name: 'checkout', revision: 1 });
  });

  it('that the cluster refused are diagnosed by the field that it named', async () => {
    for (const program of [programs.helm, programs.helm3]) {
      await assert.rejects(run(program, 'upgrade', 'old', chart, '--set', 'replicas=-1,settings.currency=USD'));
      const events = await ask('alice', { message: 'why did the upgrade of old fail?' });
      const [first] = eventsOf(events, 'finding');
      assert.equal(first?.finding.cause, 'helm-value-breaks-object', lastOf(events, 'answer').text);
      assert.match(first.finding.summary, /set replicas from 2 to -1/);
    }
  });

  it('tell what changed between two revisions, values and objects', async () => {
    const events = await ask('alice', { message: 'what changed in the last release of checkout?' });
    assert.deepEqual(
      rowsOf(events, /^changed values/).map((row) => row.slice(0, 3)),
      [
        ['image.tag', '2.3', 'missing-9.9'],
        ['replicas', '2', '3'],
        ['settings.currency', 'EUR', 'USD'],
      ],
    );
    assert.match(JSON.stringify(rowsOf(events, /^changed objects/)), /containers\[name=server\]\.image/);
  });

  it('are rolled back by the control plane, after an approval, and read back', async () => {
    const asked = await ask('alice', { message: 'roll back checkout' });
    assert.equal(await imageOf('checkout'), 'registry.example/checkout:missing-9.9');
    const done = await approve(asked);
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied', lastOf(done, 'operation-finished').message);
    assert.equal(await imageOf('checkout'), 'registry.example/checkout:2.3');
    const history = JSON.parse(
      await run(programs.helm, 'history', 'checkout', '--output', 'json'),
    ) as readonly object[];
    assert.deepEqual(
      history.map((entry) => [
        Reflect.get(entry, 'revision'),
        Reflect.get(entry, 'status'),
        Reflect.get(entry, 'description'),
      ]),
      [
        [1, 'superseded', 'Install complete'],
        [2, 'superseded', 'Upgrade complete'],
        [3, 'deployed', 'Rollback to 1'],
      ],
    );
    assert.deepEqual(
      demo.controlPlane.state.operations.map(({ operation, parameters }) => [operation, parameters]),
      [['roll_back_release', { namespace: 'shop', name: 'checkout' }]],
    );
  });

  it('are upgraded by a value, after an approval', async () => {
    const done = await approve(await ask('alice', { message: 'set settings.currency to CHF in release checkout' }));
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied', lastOf(done, 'operation-finished').message);
    const settings = await cluster.api.call('GET', '/api/v1/namespaces/shop/configmaps/checkout');
    assert.equal((settings['data'] as Record<string, string>)['currency'], 'CHF');
  });

  it('show what was changed by hand, and who has done it', async () => {
    const path = '/apis/apps/v1/namespaces/shop/deployments/checkout?fieldManager=kubectl-edit';
    const containers = [{ name: 'server', image: 'registry.example/checkout:by-hand' }];
    await cluster.api.call(
      'PATCH',
      path,
      { spec: { template: { spec: { containers } } } },
      'application/strategic-merge-patch+json',
    );
    await cluster.api.call('DELETE', '/api/v1/namespaces/shop/services/checkout');
    const events = await ask('alice', { message: 'has the release checkout drifted?' });
    assert.deepEqual(
      rowsOf(events, /^differences of the cluster/).map((row) => [...row.slice(0, 4), String(row[4]).split(' ')[0]]),
      [
        ['Service shop/checkout', 'missing in the cluster', null, null, 'null'],
        [
          'Deployment shop/checkout',
          'spec.template.spec.containers[name=server].image',
          'registry.example/checkout:2.3',
          'registry.example/checkout:by-hand',
          'kubectl-edit',
        ],
      ],
    );
    const causes = eventsOf(events, 'finding').map(({ finding }) => finding.cause);
    assert.deepEqual(causes.toSorted(), ['helm-object-drifted', 'helm-object-missing']);
  });

  it('are, to who may only look, what their labels say', async () => {
    const events = await ask('bob', { message: 'which releases are there?' });
    assert.deepEqual(
      rowsOf(events, /^Helm releases/).map((row) => [...row.slice(1, 5), row[7]]),
      [
        ['checkout', 4, 'deployed', null, 'its content is masked for this user'],
        ['old', 3, 'failed', null, 'its content is masked for this user'],
      ],
    );
  });

  it('have told nobody a secret', () => {
    assert.ok(told.length > 10);
    assert.doesNotMatch(told.join('\n'), /planted-by/);
    assert.doesNotMatch(told.join('\n'), new RegExp(Buffer.from('planted-by-value').toString('base64').slice(0, 16)));
  });
});
