import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { contextOf, storageOf } from '../../testing/fakes.ts';
import { claim, storageClass } from '../../testing/objects.ts';
import { backUpApplication } from './back-up-application.ts';
import { resizeClaim } from './resize-claim.ts';

const input = { namespace: 'shop', name: 'data-db-0', size: '20Gi' };
const done = { message: 'done', body: {} };
const standard = storageClass('standard');
const resize = (...objects: readonly ReturnType<typeof claim>[]) => resizeClaim(storageOf({ objects }));
const is = (code: HexaopsError['code'], message: RegExp) => (error: unknown) =>
  HexaopsError.is(error, code) && message.test(error.message);

describe('resize-claim', () => {
  it('is an operation on the claim, without a workspace', () => {
    assert.deepEqual(resize().operation(input), {
      operation: 'resize_claim',
      target: 'persistentvolumeclaim/shop/data-db-0',
      parameters: input,
    });
  });

  it('previews the size before and after, and that there is no way back', async () => {
    assert.deepEqual(await resize(claim('shop/data-db-0'), standard).preview(input, contextOf()), {
      summary: 'Claim shop/data-db-0 grows from 8Gi to 20Gi. It cannot be made smaller again.',
      changes: [{ path: 'spec.resources.requests.storage', before: '8Gi', after: '20Gi' }],
      resourceVersion: '7',
      blast: { pods: 0, share: 0, namespaces: ['shop'], isWholeWorkspace: false },
    });
    assert.equal('inverse' in resize(), false);
  });

  it('never makes a claim smaller, nor leaves it as it is', async () => {
    const tool = resize(claim('shop/data-db-0'), standard);
    for (const [size, why] of [
      ['4Gi', /a claim never shrinks/],
      ['8192Mi', /it has 8Gi already/],
    ] as const)
      await assert.rejects(tool.preview({ ...input, size }, contextOf()), is('arguments-invalid', why));
  });

  it('is refused where its class does not allow it, or nobody knows, or there is no volume', async () => {
    const fixed = storageClass('standard', { grows: false });
    await assert.rejects(
      resize(claim('shop/data-db-0'), fixed).preview(input, contextOf()),
      is('operation-failed', /"standard" does not let claims grow/),
    );
    await assert.rejects(
      resize(claim('shop/data-db-0')).preview(input, contextOf()),
      is('operation-failed', /is not known/),
    );
    await assert.rejects(
      resize(claim('shop/data-db-0', { phase: 'Pending' }), standard).preview(input, contextOf()),
      is('arguments-invalid', /no volume that could grow/),
    );
    await assert.rejects(
      resize(standard).preview(input, contextOf()),
      is('not-found', /there is no PersistentVolumeClaim/),
    );
  });

  it('reads back what the claim has', async () => {
    for (const [parts, state, summary] of [
      [{ size: '20Gi' }, 'applied', 'Claim shop/data-db-0 has 20Gi.'],
      [{ size: '20Gi', capacity: '8Gi' }, 'applied', 'Claim shop/data-db-0 asks for 20Gi; it has 8Gi so far.'],
      [{}, 'not-applied', 'Claim shop/data-db-0 still asks for 8Gi, not 20Gi.'],
    ] as const) {
      const seen = await resize(claim('shop/data-db-0', parts), standard).verify(input, contextOf(), done);
      assert.deepEqual([seen.state, seen.summary], [state, summary]);
    }
    const conditions = [{ type: 'FileSystemResizePending', status: 'True', message: '' }];
    const waiting = claim('shop/data-db-0', { size: '20Gi', capacity: '8Gi', conditions });
    assert.match((await resize(waiting).verify(input, contextOf(), done)).summary, /grows when a pod mounts it anew/);
  });
});

describe('back-up-application', () => {
  const executions = (...backups: readonly object[]) => ({ db: { backup_policy: null, backups } });
  const backUp = (applications: Readonly<Record<string, unknown>>) => backUpApplication(storageOf({ applications }));
  const first = {
    id: 'b-1',
    status: 'succeeded',
    started_at: '2026-02-28T03:00:00Z',
    completed_at: '2026-02-28T03:10:00Z',
  };
  const second = { id: 'b-2', status: 'running', started_at: '2026-03-01T12:00:00Z' };

  it('is the documented operation', () => {
    assert.deepEqual(backUp({}).operation({ application: 'db' }), {
      operation: 'backup',
      target: 'application/db',
      parameters: { application: 'db' },
    });
  });

  it('previews when the last one was', async () => {
    const { summary, changes } = await backUp(executions(first)).preview({ application: 'db' }, contextOf());
    assert.equal(summary, 'A backup of db is started now; the last that succeeded is of 2026-02-28T03:10:00.000Z.');
    assert.deepEqual(changes, [{ path: 'backup', before: '2026-02-28T03:10:00.000Z', after: 'a new one' }]);
    const running = await backUp(executions(second)).preview({ application: 'db' }, contextOf());
    assert.match(running.summary, /is not known\. One is running already\.$/);
  });

  it('is refused for what is no application, and without a control plane', async () => {
    await assert.rejects(backUp({}).preview({ application: 'db' }, contextOf()), is('not-found', /no application db/));
    const tool = backUpApplication(storageOf({}));
    await assert.rejects(tool.preview({ application: 'db' }, contextOf()), is('read-only', /no control plane/));
  });

  it('reads back the execution that was started, and knows nothing without an answer', async () => {
    const verify = (outcome: { message: string; body: unknown } | undefined) =>
      backUp(executions(second, first)).verify({ application: 'db' }, contextOf(), outcome);
    const started = await verify({ message: '', body: { execution_id: 'b-2' } });
    assert.deepEqual([started.state, started.summary], ['applied', 'The backup b-2 of db is running.']);
    const elsewhere = await verify({ message: '', body: { execution_id: 'b-9' } });
    assert.deepEqual(
      [elsewhere.state, elsewhere.summary],
      ['applied', 'The control plane has started a backup of db, b-9.'],
    );
    assert.equal((await verify(undefined)).state, 'unknown');
  });
});
