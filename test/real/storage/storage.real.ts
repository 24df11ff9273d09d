import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import controlPlane from '@hexaops/control-plane';
import { type Caller, CallerToken, createEngine, type Engine, type RunEvent } from '@hexaops/core';
import { collect, eventsOf, lastOf } from '@hexaops/core/testing';
import { type ControlPlane, createControlPlane } from '@hexaops/example-control-plane';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import workerStorage from '@hexaops/worker-storage';
import { type RealCluster, startCluster } from '../kubernetes/cluster.ts';
import { findBinaries } from '../kubernetes/servers/binaries.ts';
import { findPrograms } from '../prometheus/programs.ts';
import { startPrometheus } from '../prometheus/server.ts';
import { kubeletMetrics, stageStorage } from './scene.ts';

const binaries = findBinaries();
const programs = findPrograms();
const skip = 'missing' in binaries ? binaries.missing : 'missing' in programs && programs.missing;

/** The reference control plane in front of real servers; Alice administers the workspace `shop`. */
describe('Storage on a real API server, with a real Prometheus', { skip }, () => {
  const started = new AsyncDisposableStack();
  let cluster: RealCluster;
  let reference: ControlPlane;
  let engine: Engine;

  before(async () => {
    assert.ok(!('missing' in binaries) && !('missing' in programs));
    cluster = started.use(await startCluster(binaries));
    await stageStorage(cluster);
    const prometheus = started.use(await startPrometheus(programs, kubeletMetrics(Date.now())));
    const { server, tokens, certificate } = cluster;
    reference = started.use(
      await createControlPlane({
        cluster: { kind: 'live', server, token: tokens.admin, ca: certificate },
        backupPolicies: { db: { enabled: true, schedule: '0 3 * * *', retention_days: 7, include_volumes: true } },
        backups: [
          { executionId: 'earlier', workspace: 'shop', application: 'db', startedAt: Date.now() - 80 * 3_600_000 },
        ],
      }),
    );
    engine = started.use(
      await createEngine({
        plugins: [
          { use: controlPlane, config: { url: reference.url } },
          { use: workerKubernetes, config: { namespaces: { shop: ['shop'] } } },
          { use: workerPrometheus, config: { url: prometheus.url } },
          { use: workerStorage },
        ],
      }),
    );
  });
  after(() => started.disposeAsync());

  async function alice(): Promise<Caller> {
    const lifetimeSeconds = 300;
    const token = await reference.makeToken({ user: 'alice', workspace: 'shop', lifetimeSeconds });
    return {
      subject: 'alice',
      workspace: 'shop',
      organizations: ['acme'],
      roles: undefined,
      permissions: undefined,
      token: new CallerToken(token, Date.now() + lifetimeSeconds * 1000),
    };
  }
  const ask = async (message: string) => collect(engine.ask(await alice(), { message }));
  const findings = (events: readonly RunEvent[]) =>
    eventsOf(events, 'finding').map(({ finding }) => `${finding.cause} ${finding.object.name}`);
  const evidence = (events: readonly RunEvent[]) => JSON.stringify(eventsOf(events, 'evidence'));
  const claimOf = async (name: string) =>
    cluster.api.call('GET', `/api/v1/namespaces/shop/persistentvolumeclaims/${name}`);

  it('names what is wrong with it', async () => {
    const events = await ask('what is wrong with the storage?');
    assert.deepEqual(
      eventsOf(events, 'step-finished').flatMap(({ unavailable }) => unavailable),
      [],
    );
    assert.deepEqual(
      new Set(findings(events)),
      new Set([
        'backup-late db',
        'backup-missing far',
        'claim-class-missing misspelt',
        'claim-not-provisioned abandoned',
        'claim-unreachable data-far-0',
        'claim-waits-for-pod nobody-waits',
        'volume-filling-up data-db-0',
        'volume-left-over pv-gone',
      ]),
    );
    assert.match(lastOf(events, 'answer').text, /\[e\d+\]/);
  });

  it('says how full a volume is, of this workspace and no other, and when it will be full', async () => {
    const full = await ask('which volumes are nearly full?');
    assert.match(evidence(full), /claims that are at least 85 % full: 0 of the 1 that are measured/);
    const forecast = await ask('when will the volume of db be full?');
    const words = /is full in about (\d) days \(between/.exec(evidence(forecast));
    assert.ok(words?.[1] === '4', words?.[0]);
    assert.match(evidence(forecast), /"kind":"series","unit":"bytes"/);
    assert.match(evidence(forecast), /workspace_id=\\"shop\\"|workspace_id=\\\\\\"shop/);
  });

  it('says why a claim is pending, in the words of the controller too', async () => {
    const events = await ask('why is claim misspelt pending?');
    assert.match(evidence(events), /storageclass\.storage\.k8s\.io \\"growwing\\" not found|growwing/);
    assert.ok(findings(events).includes('claim-class-missing misspelt'));
  });

  it('shows what nothing uses, and the snapshots', async () => {
    const unused = evidence(await ask('which volumes are not used?'));
    assert.match(unused, /shop\/old/);
    assert.match(unused, /pv-gone/);
    assert.doesNotMatch(unused, /shop\/data-db-0/);
    assert.match(evidence(await ask('which snapshots are there?')), /"monday","data-db-0","daily","8Gi","ready"/);
  });

  it('enlarges a claim after an approval, and reads back what it has', async () => {
    const asked = await ask('resize data-db-0 to 20Gi');
    const { approval } = lastOf(asked, 'approval-required');
    assert.deepEqual(approval.changes, [{ path: 'spec.resources.requests.storage', before: '8Gi', after: '20Gi' }]);
    const decision = { id: approval.id, decision: 'approve' as const, hash: approval.hash };
    const done = await collect(engine.decide(await alice(), decision));
    const { outcome, message } = lastOf(done, 'operation-finished');
    assert.deepEqual([outcome, message], ['applied', 'Claim shop/data-db-0 asks for 20Gi; it has 8Gi so far.']);
    assert.match(JSON.stringify((await claimOf('data-db-0'))['spec']), /"storage":"20Gi"/);
    const growing = await ask('what is wrong with the storage?');
    assert.ok(findings(growing).includes('claim-resize-pending data-db-0'));
    // What the driver's resizer does once its storage has grown.
    await cluster.api.patchStatus(await claimOf('data-db-0'), { capacity: { storage: '20Gi' } });
    assert.match(evidence(await ask('how full are the volumes?')), /"data-db-0","Bound","growing","20Gi"/);
  });

  it('enlarges none whose class does not allow it, and makes none smaller', async () => {
    for (const [message, why] of [
      ['resize old to 20Gi', /does not let claims grow/],
      ['resize data-db-0 to 4Gi', /a claim never shrinks/],
    ] as const) {
      const events = await ask(message);
      assert.equal(eventsOf(events, 'approval-required').length, 0);
      assert.match(JSON.stringify(eventsOf(events, 'step-finished')), why);
    }
    assert.match(JSON.stringify((await claimOf('old'))['spec']), /"storage":"8Gi"/);
  });

  it('backs up what is asked for, and knows of it afterwards', async () => {
    const asked = await ask('back up db');
    const { id, hash } = lastOf(asked, 'approval-required').approval;
    const done = await collect(engine.decide(await alice(), { id, decision: 'approve', hash }));
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.deepEqual(
      reference.state.backups.map(({ application }) => application),
      ['db', 'db'],
    );
    assert.match(evidence(await ask('when was the last backup of db?')), /"0 3 \* \* \*"/);
  });
});
