import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditOutbox, ChainHead, Store } from '@hexaops/core';
import { appendOf, createMemoryStore, fakeEntry } from '@hexaops/core/testing';
import { deliveredHeads } from './delivered-heads.ts';

/** A store with a run, whose appends bring one record each. */
async function written(workspaces: readonly string[]) {
  const store = createMemoryStore();
  const owner = { subject: 'alice', workspace: 'shop' };
  await store.createSession({ ...owner, id: 's', createdAt: 1, lastUsedAt: 1, title: 't' });
  await store.createRun({ ...owner, id: 'r', session: 's', createdAt: 1, sequence: 0, status: 'running' });
  await store.audit.register(['clickhouse']);
  let count = 0;
  const write = async (workspace: string) => {
    const entry = fakeEntry({ id: `operation-${count}:intent`, workspace });
    const events = [{ type: 'run-resumed', subject: 'alice' }] as const;
    await store.append(appendOf('r', count, events, { audit: { entries: [entry], room: Infinity } }));
    count += 1;
  };
  for (const workspace of workspaces) await write(workspace);
  return { store, write };
}

async function deliver({ audit }: Store, limit: number): Promise<void> {
  const batch = await audit.batch('clickhouse', limit);
  await audit.acknowledge('clickhouse', batch?.id ?? assert.fail());
}

function sequencesOf(heads: readonly ChainHead[]) {
  return Object.fromEntries(heads.map(({ workspace, sequence }) => [workspace, sequence]));
}

describe('where chains must at least end', () => {
  test('is where the store has them, once all is delivered', async () => {
    const { store } = await written(['a', 'b', 'a']);
    await deliver(store, 10);
    assert.deepEqual(await deliveredHeads(store.audit), await store.audit.heads());
  });

  test('is before what waits, with the hash of the record there', async () => {
    const { store } = await written(['a', 'b', 'a', 'a', 'c']);
    await deliver(store, 3);
    const heads = await deliveredHeads(store.audit);
    assert.deepEqual(sequencesOf(heads), { a: 2, b: 1 });
    const [, , third] = await store.audit.records(0, 10);
    assert.equal(heads.find(({ workspace }) => workspace === 'a')?.hash, third?.hash);
  });

  test('is nowhere before anything was delivered, or written', async () => {
    assert.deepEqual(await deliveredHeads((await written(['a', 'b'])).store.audit), []);
    assert.deepEqual(await deliveredHeads((await written([])).store.audit), []);
  });

  test('is the same where what was delivered is not kept any more', async () => {
    const { store } = await written(['a', 'b', 'a', 'a', 'c']);
    await deliver(store, 3);
    await store.audit.prune(Infinity);
    assert.deepEqual(sequencesOf(await deliveredHeads(store.audit)), { a: 2, b: 1 });
  });

  test('is never after what comes while it is looked for', async () => {
    const { store, write } = await written(['a', 'b', 'a']);
    await deliver(store, 2);
    const busy: AuditOutbox = {
      ...bound(store.audit),
      waiting: async () => {
        for (const workspace of ['a', 'b', 'c']) await write(workspace);
        return store.audit.waiting();
      },
    };
    assert.deepEqual(sequencesOf(await deliveredHeads(busy)), {});
    assert.deepEqual(sequencesOf(await deliveredHeads(store.audit)), { a: 1, b: 1 });
  });
});

function bound(outbox: AuditOutbox): AuditOutbox {
  return {
    register: (sinks) => outbox.register(sinks),
    batch: (sink, limit, bytes) => outbox.batch(sink, limit, bytes),
    acknowledge: (sink, batch) => outbox.acknowledge(sink, batch),
    records: (after, limit) => outbox.records(after, limit),
    heads: () => outbox.heads(),
    waiting: () => outbox.waiting(),
    prune: (before) => outbox.prune(before),
  };
}
