import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@hexaops/core';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { ChatClient } from '../support/chat.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));

interface Listed {
  readonly run_id: string;
  readonly requested_by: string;
  readonly own: boolean;
  readonly approval: { readonly id: string; readonly hash: string };
  readonly rendering: readonly string[];
}

describe('approvals, through the control plane', () => {
  let demo: Demo;
  const user = (name: string) =>
    new ChatClient(`${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, `Bearer user:${name}`);
  const direct = async (name: string, claims: object) => {
    const request = { user: name, workspace: 'shop', claims: { ...claims } };
    return new ChatClient(`${demo.url}/v1/chat`, `Bearer ${await demo.controlPlane.makeToken(request)}`);
  };
  const listed = async (name: string) => {
    const { text } = await user(name).send('GET', undefined, { query: 'approvals=' });
    return (JSON.parse(text) as { readonly approvals: readonly Listed[] }).approvals;
  };
  const runOf = (events: readonly RunEvent[]) => events[0]?.run ?? '';
  const performed = () => demo.controlPlane.state.operations.map(({ user: by, operation }) => `${operation} by ${by}`);

  before(async () => {
    demo = await startDemo({ bundle, limits: { eventLoopMilliseconds: 0 } });
  });
  after(() => demo[Symbol.asyncDispose]());

  test('in production a workload is stopped with four eyes: a colleague approves, the requester\u2019s token executes', async () => {
    const asked = await user('alice').stream({ message: 'stop storefront' });
    const { approval } = lastOf(asked, 'approval-required');
    assert.equal(approval.fourEyes, true);
    const [forAlice] = await listed('alice');
    assert.equal(forAlice?.approval.id, approval.id);
    const own = await user('alice').send('POST', { approval: { id: approval.id, decision: 'approve' } });
    assert.equal(own.status, 403);
    assert.deepEqual(performed(), []);

    const [forErin] = await listed('erin');
    assert.ok(forErin);
    assert.deepEqual([forErin.requested_by, forErin.own, forAlice.own], ['alice', false, true]);
    assert.deepEqual(forErin.rendering, approval.rendering);
    for (const line of [
      'changes "spec.replicas"',
      '  + 0',
      'operation "scale" of "deployment/shop/storefront" by the tool "scale-deployment"',
      'argument "name": "storefront"',
      '  asked for: you wrote "storefront"',
      'tried without doing it, the control plane says "storefront would be scaled to 0"',
      `sha256 ${approval.hash}`,
    ])
      assert.ok(forErin.rendering.includes(line), line);
    const { hash } = forErin.approval;
    const said = await user('erin').ask({ approval: { id: approval.id, decision: 'approve', hash } });
    assert.match(
      String(said['reply']),
      /^Approved\. The change is made when the person who asked for it signs in again/,
    );
    assert.equal(Array.isArray(said['evidence']) && said['evidence'].length, 0, 'erin sees nothing of the run');
    assert.deepEqual(performed(), [], 'nothing happens with the approver\u2019s token');

    const done = await user('alice').stream({ run_id: runOf(asked), resume: true });
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.deepEqual(performed(), ['scale by alice']);
  });

  test('who may not make a change cannot approve it', async () => {
    const asked = await user('alice').stream({ message: 'stop catalog' });
    const { id } = lastOf(asked, 'approval-required').approval;
    const refused = await user('bob').send('POST', { approval: { id, decision: 'approve' } });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /you may not make this change, so you cannot approve it/);
    await user('erin').stream({ approval: { id, decision: 'reject', reason: 'not now' } });
    const ended = await user('alice').stream({ run_id: runOf(asked), resume: true });
    assert.match(lastOf(ended, 'answer').text, /erin rejected it: not now/);
  });

  test('a number of replicas that is there already is said to be; nobody is asked, and nothing is sent', async () => {
    const count = performed().length;
    const events = await user('alice').stream({ message: 'scale catalog to 2' });
    assert.deepEqual(eventsOf(events, 'approval-required'), []);
    assert.match(
      lastOf(events, 'answer').text,
      /^Nothing to do: Deployment shop\/catalog asks for 2 replicas already; all of them are ready\./m,
    );
    assert.equal(performed().length, count);
  });

  test('"undo that" proposes the former number of replicas, and needs its own approval', async () => {
    const asked = await user('alice').stream({ message: 'scale stock to 2' });
    const before = lastOf(asked, 'approval-required').approval.bytes.changes?.[0]?.before;
    const session = asked[0]?.session ?? '';
    await user('alice').stream({
      approval: { id: lastOf(asked, 'approval-required').approval.id, decision: 'approve' },
    });
    const count = performed().length;
    const undo = await user('alice').stream({ message: 'undo that', session_id: session });
    const { approval } = lastOf(undo, 'approval-required');
    assert.equal(approval.bytes.arguments['replicas'], before);
    assert.ok(
      approval.rendering?.some((line) => line.startsWith('  NOT TRUSTED: read from the cluster before the change')),
    );
    assert.equal(performed().length, count);
    const done = await user('alice').stream({
      approval: { id: approval.id, decision: 'approve', hash: approval.hash },
    });
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.equal(performed().length, count + 1);
  });

  test('permissions that have changed since are told once, and the change is asked for again', async () => {
    const operator = await direct('alice', { roles: ['operator'] });
    const asked = await operator.stream({ message: 'restart stock' });
    const { id } = lastOf(asked, 'approval-required').approval;
    const count = performed().length;
    const other = await direct('alice', { roles: ['reader'] });
    const stopped = await other.stream({ approval: { id, decision: 'approve' } });
    assert.deepEqual(
      stopped.map(({ type }) => type),
      ['reauthentication-required'],
    );
    assert.equal(lastOf(stopped, 'reauthentication-required').reason, 'permission-changed');
    const gone = await (await direct('alice', { roles: ['reader'] })).stream({ run_id: runOf(asked), resume: true });
    assert.equal(eventsOf(gone, 'reauthentication-required').length, 0);
    assert.notEqual(lastOf(gone, 'approval-required').approval.id, id);
    assert.equal(performed().length, count);
  });
});
