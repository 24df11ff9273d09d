import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { ChatClient } from '../../support/chat.ts';
import { type RealCluster, startCluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { stageWorkspaces } from './scenes/workspaces.ts';
import { findBinaries } from './servers/binaries.ts';

const binaries = findBinaries();
const skip = 'missing' in binaries && binaries.missing;

/** In the workspace `shop`, the Deployment `cart` is well and `broken` crashes. */
describe('The whole service in front of a real API server', { skip }, () => {
  const started = new AsyncDisposableStack();
  let cluster: RealCluster;
  let demo: Demo;

  before(async () => {
    assert.ok(!('missing' in binaries));
    cluster = started.use(await startCluster(binaries));
    await stageWorkspaces(cluster);
    const { server, tokens, certificate } = cluster;
    const workspaces = ['shop', 'lab'].map((id) => ({
      id,
      name: id,
      organization: 'acme',
      environment: 'production',
      namespaces: [id],
    }));
    demo = started.use(
      await startDemo({ cluster: { kind: 'live', server, token: tokens.admin, ca: certificate }, workspaces }),
    );
  });
  after(() => started.disposeAsync());

  const user = (name: string) =>
    new ChatClient(`${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, `Bearer user:${name}`);
  const replicas = async () => {
    const { spec } = await cluster.api.call('GET', '/apis/apps/v1/namespaces/shop/deployments/cart');
    return (spec as { readonly replicas: number }).replicas;
  };

  it('names what is wrong', async () => {
    const events = await user('bob').stream({ message: 'what is wrong?' });
    const [first] = eventsOf(events, 'finding');
    assert.equal(first?.finding.object.name, 'broken');
    assert.match(lastOf(events, 'answer').text, /broken[\s\S]*\[e\d+\]/);
  });

  it('tells why something restarts, with its last words', async () => {
    const events = await user('bob').stream({ message: 'why is broken restarting?' });
    assert.ok(eventsOf(events, 'finding').length > 0);
    assert.match(JSON.stringify(eventsOf(events, 'evidence')), /panic: no database/);
  });

  it('scales what is asked for, exactly once, after the approval', async () => {
    const before = await replicas();
    const asked = await user('alice').stream({ message: `scale cart to ${before + 1}` });
    const { id, hash } = lastOf(asked, 'approval-required').approval;
    assert.equal(await replicas(), before);
    const body = { approval: { id, decision: 'approve', hash } };
    const answers = await Promise.all([1, 2, 3].map(() => user('alice').send('POST', body)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    await eventually('the Deployment has one replica more', async () => (await replicas()) === before + 1 || undefined);
    assert.equal(demo.controlPlane.state.operations.length, 1);
  });

  it('refuses one who may only look, and changes nothing', async () => {
    const before = await replicas();
    const asked = await user('bob').stream({ message: 'scale cart to 7' });
    assert.match(lastOf(asked, 'answer').text, /control plane refused/i);
    assert.equal(eventsOf(asked, 'approval-required').length, 0, 'where it can be tried nobody is asked to approve it');
    assert.equal(await replicas(), before);
  });

  it('restarts what is asked for', async () => {
    const asked = await user('alice').stream({ message: 'restart cart' });
    const { id } = lastOf(asked, 'approval-required').approval;
    const done = await user('alice').stream({ approval: { id, decision: 'approve' } });
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
  });
});
