import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { ChatClient } from '../support/chat.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));

describe('Storage of the recorded workspace, through the whole service', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ bundle, limits: { eventLoopMilliseconds: 0 } });
  });
  after(() => demo[Symbol.asyncDispose]());

  const alice = () => new ChatClient(`${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, 'Bearer user:alice');
  const ask = (message: string) => alice().stream({ message });
  const approve = (events: Awaited<ReturnType<typeof ask>>) => {
    const { id, hash } = lastOf(events, 'approval-required').approval;
    return alice().stream({ approval: { id, decision: 'approve', hash } });
  };

  it('shows claims, and says that nobody measures them', async () => {
    const events = await ask('how full are the volumes?');
    assert.match(JSON.stringify(eventsOf(events, 'evidence')), /"data-database-0","Bound","standard","8Gi",null/);
    assert.match(lastOf(events, 'answer').text, /how full volumes are is not known/);
  });

  it('enlarges a claim, which then has that size', async () => {
    const done = await approve(await ask('resize data-database-0 to 20Gi'));
    const { outcome, message } = lastOf(done, 'operation-finished');
    assert.deepEqual([outcome, message], ['applied', 'Claim shop/data-database-0 has 20Gi.']);
  });

  it('makes none smaller, and asks nobody to approve that', async () => {
    const events = await ask('resize data-database-0 to 1Gi');
    assert.equal(eventsOf(events, 'approval-required').length, 0);
    assert.match(lastOf(events, 'answer').text, /a claim never shrinks/);
  });

  it('tells when the last backup was, and makes one', async () => {
    const before = await ask('when was the last backup of database?');
    assert.match(JSON.stringify(eventsOf(before, 'evidence')), /"database","0 3 \* \* \*","\d{4}-/);
    const done = await approve(await ask('back up database'));
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.equal(demo.controlPlane.state.backups.filter(({ application }) => application === 'database').length, 2);
  });
});
