import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunEvent, Schema } from '@hexaops/core';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ChatClient } from '../support/chat.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));

describe('the main job, through the control plane', () => {
  let demo: Demo;
  const opened: Demo[] = [];
  const user = (name: string, workspace = 'shop') =>
    new ChatClient(`${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=${workspace}`, `Bearer user:${name}`);
  /** Straight to the service, with a token as the control plane would sign it. */
  const direct = async (request: object) =>
    new ChatClient(`${demo.url}/v1/chat`, `Bearer ${await demo.controlPlane.makeToken(request)}`);
  const fresh = async () => {
    demo = await startDemo({ bundle, limits: { eventLoopMilliseconds: 0 } });
    opened.push(demo);
  };
  const types = (events: readonly RunEvent[]) => events.map(({ type }) => type);
  const runOf = (events: readonly RunEvent[]) => events[0]?.run ?? '';
  const approvalOf = (events: readonly RunEvent[]) => lastOf(events, 'approval-required').approval;

  before(fresh);
  after(async () => {
    for (const each of opened) await each[Symbol.asyncDispose]();
  });

  test('asked what is wrong, it shows plan, steps, evidence, finding and a proposal; approved, it changes the cluster once', async () => {
    await fresh();
    const events = await user('alice').stream({ message: 'what is wrong?' });
    const order = [
      'run-started',
      'plan-made',
      'step-started',
      'evidence',
      'finding',
      'step-finished',
      'answer',
      'steps-added',
      'approval-required',
    ];
    assert.deepEqual(
      order.filter((type) => !types(events).includes(type as RunEvent['type'])),
      [],
    );
    const finding = eventsOf(events, 'finding')[0]?.finding;
    assert.equal(finding?.cause, 'service-selector-mismatch');
    assert.deepEqual(finding.object, { kind: 'Service', namespace: 'shop', name: 'orders' });
    assert.ok(finding.evidence.length > 0);
    assert.match(lastOf(events, 'answer').text, /orders[\s\S]*\[e\d+\]/);

    const approval = approvalOf(events);
    assert.equal(approval.bytes.tool, 'set-service-selector');
    assert.deepEqual(approval.bytes.parameters['selector'], { app: 'orders' });
    assert.equal(demo.controlPlane.state.operations.length, 0, 'nothing happens before the approval');

    const approve = { approval: { id: approval.id, decision: 'approve', hash: approval.hash } };
    const results = await Promise.all(Array.from({ length: 5 }, () => user('alice').send('POST', approve)));
    assert.deepEqual(
      results.map(({ status }) => status < 300).filter(Boolean).length,
      1,
      'one of five approvals counts',
    );
    assert.equal(demo.controlPlane.state.operations.length, 1);
    assert.equal(demo.controlPlane.state.operations[0]?.idempotencyKey, approval.id);

    const replay = await user('alice').send('GET', undefined, { query: `run=${runOf(events)}&after=${events.length}` });
    const continued = JSON.parse(replay.text) as { readonly events: readonly RunEvent[] };
    assert.equal(lastOf(continued.events, 'operation-finished').outcome, 'applied');
    assert.equal(lastOf(continued.events, 'run-finished').status, 'completed');
    const again = await user('alice').stream({ message: 'what is wrong?' });
    assert.equal(
      eventsOf(again, 'finding').filter(({ finding: { cause } }) => cause === 'service-selector-mismatch').length,
      0,
      'it is mended',
    );
  });

  test('every event fits the published schema', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../../docs/events.schema.json', import.meta.url), 'utf8'),
    ) as Schema;
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    await fresh();
    const first = await user('alice').stream({ message: 'what is wrong?' });
    const { id } = approvalOf(first);
    const second = await user('alice').stream({ approval: { id, decision: 'reject', reason: 'not today' } });
    const third = await user('alice').stream({ message: 'show the logs of storefront' });
    for (const event of [...first, ...second, ...third])
      assert.ok(validate(event), `${event.type}: ${ajv.errorsText(validate.errors)}`);
  });

  test('a user without the right gets the control plane\u2019s plain refusal', async () => {
    await fresh();
    const tried = await user('bob').stream({ message: 'scale storefront to 3' });
    assert.match(lastOf(tried, 'answer').text, /control plane refused/i);
    assert.equal(eventsOf(tried, 'approval-required').length, 0, 'where it can be tried nobody is asked to approve it');
    const image = 'set the image of server in storefront to registry.example/storefront:9';
    const events = await user('bob').stream({ message: image });
    const done = await user('bob').stream({ approval: { id: approvalOf(events).id, decision: 'approve' } });
    assert.match(lastOf(done, 'answer').text, /control plane refused/i);
    assert.equal(eventsOf([...tried, ...done], 'reauthentication-required').length, 0);
    assert.equal(demo.controlPlane.state.operations.length, 0);
  });

  test('a token that expires during the run gives one reauthentication-required, and a fresh one resumes it', async () => {
    await fresh();
    demo.controlPlane.switches.slow(400);
    const short = await direct({ user: 'alice', workspace: 'shop', lifetimeSeconds: 1 });
    const events = await short.stream({ message: 'what is wrong?' });
    assert.equal(eventsOf(events, 'reauthentication-required').length, 1);
    assert.equal(lastOf(events, 'reauthentication-required').reason, 'token-expired');
    assert.equal(types(events).at(-1), 'reauthentication-required');
    demo.controlPlane.switches.reset();

    const run = runOf(events);
    for (const stranger of [user('bob'), user('erin')]) {
      const { status, text } = await stranger.send('POST', { run_id: run, resume: true });
      assert.equal(status, 404, text);
    }
    const elsewhere = await direct({ user: 'alice', workspace: 'lab' });
    const foreign = await elsewhere.send('POST', { run_id: run, resume: true });
    const never = await elsewhere.send('POST', { run_id: '0'.repeat(32), resume: true });
    assert.equal(foreign.status, 404);
    const withoutId = (text: string) => ({ ...(JSON.parse(text) as object), instance: '' });
    assert.deepEqual(
      withoutId(foreign.text),
      withoutId(never.text),
      'what is another\u2019s looks like what never was',
    );

    const resumed = await user('alice').stream({ run_id: run, resume: true });
    assert.equal(types(resumed)[0], 'run-resumed');
    assert.equal(eventsOf(resumed, 'finding')[0]?.finding.cause, 'service-selector-mismatch');
  });

  test('an expired, a foreign and a missing token are refused before anything is done', async () => {
    for (const request of [
      { lifetimeSeconds: -10 },
      { key: 'foreign' },
      { algorithm: 'none' },
      { claims: { aud: ['another'] } },
    ]) {
      const { status, contentType } = await (await direct(request)).send('POST', { message: 'what is wrong?' });
      assert.equal(status, 401, JSON.stringify(request));
      assert.match(contentType, /problem\+json/);
    }
    assert.equal((await new ChatClient(`${demo.url}/v1/chat`, '').send('POST', { message: 'hello' })).status, 401);
  });

  test('an operation whose answer is lost is read back and not repeated', async () => {
    await fresh();
    const events = await user('alice').stream({ message: 'scale storefront to 3' });
    demo.controlPlane.switches.failNextOperation('after');
    const done = await user('alice').stream({ approval: { id: approvalOf(events).id, decision: 'approve' } });
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.equal(demo.controlPlane.state.operations.length, 1);
  });

  test('with the control plane down, a change is refused and nothing is assumed', async () => {
    await fresh();
    const events = await user('alice').stream({ message: 'scale storefront to 3' });
    const approver = await direct({ user: 'alice', workspace: 'shop' });
    demo.controlPlane.switches.down('unavailable', ['internal']);
    const done = await approver.stream({ approval: { id: approvalOf(events).id, decision: 'approve' } });
    assert.equal(eventsOf(done, 'step-finished').at(-1)?.status, 'failed');
    assert.equal(demo.controlPlane.state.operations.length, 0);
  });

  test('a withdrawn permission asks for a fresh sign-in once, and then is a refusal', async () => {
    await fresh();
    const first = await user('alice').stream({ message: 'scale storefront to 3' });
    await user('alice').stream({ approval: { id: approvalOf(first).id, decision: 'approve' } });
    const second = await user('alice').stream({ message: 'scale storefront to 4', session_id: first[0]?.session });
    demo.controlPlane.state.directory.revoke('alice', 'shop', 'write');
    const refused = await user('alice').stream({ approval: { id: approvalOf(second).id, decision: 'approve' } });
    assert.equal(lastOf(refused, 'reauthentication-required').reason, 'permission-changed');
    const resumed = await user('alice').stream({ run_id: runOf(second), resume: true });
    assert.match(lastOf(resumed, 'answer').text, /control plane refused/i);
    assert.equal(demo.controlPlane.state.operations.length, 1);
  });

  test('keys that rotate refuse no valid token', async () => {
    await fresh();
    const old = await direct({});
    await demo.controlPlane.rotateKeys();
    const next = await direct({});
    for (const client of [old, next])
      assert.equal((await client.send('POST', { message: 'what can you do?' })).status, 200);
  });

  test('the three bodies that clients send get their replies, and a session keeps its history', async () => {
    await fresh();
    const proxy = await user('alice').ask({ message: 'what can you do?' });
    assert.equal(typeof proxy['reply'], 'string');
    assert.equal(proxy['user_id'], 'alice');
    assert.equal(proxy['workspace_id'], 'shop');
    const conversation = await user('alice').ask({ messages: [{ role: 'user', content: 'what can you do?' }] });
    assert.equal((conversation['message'] as { readonly role: string }).role, 'assistant');
    const session = String(conversation['session_id']);
    const web = await user('alice').ask({
      message: 'what is wrong?',
      session_id: session,
      context: { workspace_id: 'shop' },
    });
    assert.equal(typeof web['message'], 'string');
    assert.ok(Array.isArray(web['suggestions']));
    const history = await user('alice').send('GET', undefined, { query: `session=${session}` });
    assert.equal(history.status, 200);
    assert.match(history.text, /what can you do\?[\s\S]*what is wrong\?/);
    assert.equal((await user('erin').send('GET', undefined, { query: `session=${session}` })).status, 404);
    assert.equal((await user('alice').send('DELETE', undefined, { query: `session=${session}` })).status, 204);
    assert.equal((await user('alice').send('GET', undefined, { query: `session=${session}` })).status, 404);
  });

  test('a client that goes away cancels nothing, and finds its run again', async () => {
    await fresh();
    demo.controlPlane.switches.slow(150);
    const leave = new AbortController();
    const response = await fetch(`${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, {
      method: 'POST',
      headers: { authorization: 'Bearer user:alice', accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'what is wrong?' }),
      signal: leave.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('plan-made')) text += (await reader?.read())?.value ?? '';
    const run = /"run":"([0-9a-f]{32})"/.exec(text)?.[1] ?? '';
    leave.abort();
    let events: readonly RunEvent[] = [];
    for (let tries = 0; tries < 100 && !types(events).includes('approval-required'); tries++) {
      await delay(50);
      const { text: seen } = await user('alice').send('GET', undefined, { query: `run=${run}&after=0` });
      ({ events } = JSON.parse(seen) as { readonly events: readonly RunEvent[] });
    }
    assert.ok(types(events).includes('approval-required'), types(events).join(', '));
    assert.equal(types(events).includes('reauthentication-required'), false);
  });
});
