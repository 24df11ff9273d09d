import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createControlPlane } from '@hexaops/control-plane';
import { type Caller, CallerToken, type ControlPlane, type ErrorCode, HexaopsError } from '@hexaops/core';
import {
  type ControlPlane as ReferenceControlPlane,
  createControlPlane as startReferenceControlPlane,
} from '@hexaops/example-control-plane';
import { type ClusterSource, passThroughSource, throughControlPlane } from '@hexaops/worker-kubernetes/source';
import { type RealCluster, startCluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { deployment } from './scenes/objects.ts';
import { isAvailable } from './scenes/scenario.ts';
import { stageWorkspaces } from './scenes/workspaces.ts';
import { findBinaries } from './servers/binaries.ts';

const binaries = findBinaries();
const skip = 'missing' in binaries && binaries.missing;
const { signal } = new AbortController();
const byteCap = 16 * 1024 * 1024;

/** The example people: alice administers the workspace `shop`, bob looks at it, carol has the workspace `lab`. */
describe('The control plane in front of a real API server', { skip }, () => {
  const started = new AsyncDisposableStack();
  let cluster: RealCluster;
  let reference: ReferenceControlPlane;
  let controlPlane: ControlPlane;
  let source: ClusterSource;

  before(async () => {
    assert.ok(!('missing' in binaries));
    cluster = started.use(await startCluster(binaries));
    await stageWorkspaces(cluster);
    const { server, tokens, certificate } = cluster;
    reference = started.use(
      await startReferenceControlPlane({ cluster: { kind: 'live', server, token: tokens.admin, ca: certificate } }),
    );
    controlPlane = createControlPlane({ url: reference.url });
    source = passThroughSource(throughControlPlane(controlPlane));
  });
  after(() => started.disposeAsync());

  async function callerOf(subject: string, workspace: string): Promise<Caller> {
    const lifetimeSeconds = 300;
    const token = await reference.makeToken({ user: subject, workspace, lifetimeSeconds });
    return {
      subject,
      workspace,
      organizations: ['acme'],
      roles: undefined,
      permissions: undefined,
      token: new CallerToken(token, Date.now() + lifetimeSeconds * 1000),
    };
  }

  it('shows a viewer the whole workspace, with the logs of what fails', async () => {
    const caller = await callerOf('bob', 'shop');
    const snapshot = await source.snapshot({}, { caller, signal, byteCap });
    const names = (kind: 'Deployment' | 'Service' | 'Node') => snapshot.list(kind).map(({ metadata }) => metadata.name);
    assert.deepEqual(new Set(names('Deployment')), new Set(['cart', 'broken']));
    assert.deepEqual(names('Service'), ['cart']);
    assert.deepEqual(new Set(names('Node')), new Set(['stub-1', 'stub-2']));
    assert.equal(snapshot.list('Pod').length, 3);
    assert.ok(snapshot.list('Event').some(({ reason }) => reason === 'BackOff'));
    assert.deepEqual(new Set(snapshot.logs.map(({ text }) => text)), new Set(['starting\n', 'panic: no database\n']));
  });

  it('shows nothing of another workspace, however it is asked', async () => {
    const caller = await callerOf('bob', 'shop');
    const context = { caller, signal, byteCap };
    const everywhere = await source.list('Pod', {}, context);
    assert.deepEqual(new Set(everywhere.items.map(({ metadata }) => metadata.namespace)), new Set(['shop']));
    const other = await source.list('Pod', { namespace: 'lab' }, context);
    assert.deepEqual(other.items, []);
    assert.match(other.unavailable?.reason ?? '', /does not belong to workspace shop/u);
    const snapshot = await source.snapshot({ namespaces: ['lab'] }, context);
    assert.deepEqual([...snapshot.list('Deployment'), ...snapshot.list('Pod'), ...snapshot.list('Event')], []);
    assert.equal(snapshot.covers('Pod', 'lab'), false);
    const strange = await callerOf('carol', 'shop');
    await assert.rejects(source.snapshot({}, { caller: strange, signal, byteCap }), raises('forbidden'));
  });

  it('scales the real deployment exactly once, however often the same operation is asked for', async () => {
    const caller = await callerOf('alice', 'shop');
    const idempotencyKey = randomUUID();
    const { metadata } = await cart();
    const scale = () => controlPlane.perform(caller, scaleTo(4), { signal, idempotencyKey });
    await Promise.all([scale(), scale(), scale(), scale()]);
    await scale();
    const { metadata: scaled, spec } = await cart();
    assert.equal((spec as { replicas: number }).replicas, 4);
    assert.equal(scaled.generation, (metadata.generation ?? 0) + 1);
    assert.deepEqual(
      reference.state.operations.map(({ idempotencyKey }) => idempotencyKey),
      [idempotencyKey],
    );
    await eventually('four replicas', async () => (await isAvailable('shop', 'cart')(cluster.api)) || undefined);
    const { items } = await source.list('Pod', { labelSelector: 'app=cart' }, { caller, signal, byteCap });
    assert.equal(items.length, 4);
  });

  it('changes nothing for a viewer', async () => {
    const caller = await callerOf('bob', 'shop');
    const before = await cart();
    const scale = controlPlane.perform(caller, scaleTo(0), { signal, idempotencyKey: randomUUID() });
    await assert.rejects(scale, raises('forbidden'));
    assert.equal((await cart()).metadata.generation, before.metadata.generation);
  });

  it('refuses a change of what somebody has changed since it was looked at', async () => {
    const caller = await callerOf('alice', 'shop');
    const seen = (await cart()).metadata.resourceVersion;
    await cluster.api.apply([deployment('shop', 'cart', { replicas: 3 })]);
    const operation = { ...scaleTo(1), parameters: { ...scaleTo(1).parameters, resource_version: seen } };
    const scale = controlPlane.perform(caller, operation, { signal, idempotencyKey: randomUUID() });
    await assert.rejects(scale, raises('operation-failed'));
    assert.equal(((await cart()).spec as { replicas: number }).replicas, 3);
  });

  const cart = () => cluster.api.call('GET', '/apis/apps/v1/namespaces/shop/deployments/cart');
});

function scaleTo(replicas: number) {
  return {
    operation: 'scale',
    target: 'deployment/shop/cart',
    parameters: { deployment: 'cart', namespace: 'shop', replicas },
  };
}

function raises(code: ErrorCode): (error: unknown) => boolean {
  return (error) => HexaopsError.is(error, code);
}
