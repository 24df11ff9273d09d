import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AuditRecord, auditSinkPoint, HexaopsError, type PluginApi, verifyChain } from '@hexaops/core';
import { collect, createMemoryStore, eventsOf, fakeCaller, lastOf } from '@hexaops/core/testing';
import { allowEverything, openShop } from '../support/shop.ts';

const scale = (replicas: number) => ({ message: `scale checkout to ${replicas}` });

/** Operations in three workspaces, and the records that tell of them. */
async function recorded(operations: number) {
  const store = createMemoryStore();
  const { engine, controlPlane } = await openShop(
    { store, sets: [allowEverything] },
    { changes: { operationsOnTarget: 1000 } },
  );
  for (let index = 0; index < operations; index++) {
    await collect(
      engine.ask(fakeCaller({ subject: `user-${index % 5}`, workspace: `ws-${index % 3}` }), scale(index + 2)),
    );
  }
  const records = await store.audit.records(0, 10_000);
  return { records, heads: await store.audit.heads(), performed: controlPlane.performed };
}

/** Every way to the texts and numbers in a value. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key !== undefined && typeof value === 'object' && value !== null) {
    const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
    copy[key] = changed(copy[key], rest);
    return Array.isArray(value) ? Object.values(copy) : copy;
  }
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
  if (typeof value === 'number') return value + 1;
  return value === null ? 'x' : !(value as boolean);
}

describe('what is recorded of what was done', () => {
  test('every operation has one intent before it and one outcome after it, in its workspace\u2019s chain', async (t) => {
    const { records, heads, performed } = await recorded(60);
    assert.equal(performed.length, 60);
    assert.equal(records.length, 120);
    const phases = new Map<string, string[]>();
    for (const { entry } of records) {
      const key = entry.id.replace(/:(intent|outcome).*$/, '');
      phases.set(key, [...(phases.get(key) ?? []), entry.phase]);
    }
    for (const { idempotencyKey } of performed) assert.deepEqual(phases.get(idempotencyKey), ['intent', 'outcome']);
    const { problems } = await verifyChain(records, { heads });
    assert.deepEqual(problems, []);
    t.diagnostic(`figure: ${performed.length} operations, ${phases.size} with exactly one intent and one outcome`);
  });

  test('whatever is changed, deleted, moved, repeated or cut off is seen', async (t) => {
    const { records, heads } = await recorded(9);
    let attempts = 0;
    let seen = 0;
    const attempt = async (what: string, tampered: readonly AuditRecord[]) => {
      attempts += 1;
      const { problems } = await verifyChain(tampered, { heads });
      if (problems.length > 0) seen += 1;
      assert.ok(problems.length > 0, what);
    };
    for (const [index, record] of records.entries()) {
      const others = (replacement: readonly AuditRecord[]) => records.toSpliced(index, 1, ...replacement);
      for (const path of leaves(record).filter(([field]) => field !== 'position')) {
        await attempt(`${path.join('.')} of record ${index} changed`, others([changed(record, path) as AuditRecord]));
      }
      await attempt(`record ${index} deleted`, others([]));
      await attempt(
        `record ${index} with the details of another`,
        others([{ ...record, entry: { ...record.entry, details: {} } }]),
      );
      const { workspace } = record.entry;
      const later = records.filter((other, at) => other.entry.workspace !== workspace || at < index);
      await attempt(`the chain of ${workspace} cut off before record ${index}`, later);
      const next = records.findIndex((other, at) => at > index && other.entry.workspace === workspace);
      if (next === -1) continue;
      const swapped = records.with(index, records[next] as AuditRecord).with(next, record);
      await attempt(`records ${index} and ${next} exchanged`, swapped);
    }
    await attempt('all of it deleted', []);
    t.diagnostic(`figure: ${attempts} edits, deletions, moves and cuts of ${records.length} records, ${seen} seen`);
  });

  test('where there is no room to record it, nothing is done', async (t) => {
    const store = createMemoryStore();
    const away = { id: 'away', deliver: () => Promise.reject(new Error('the destination is away')) };
    const plugin = (api: PluginApi) => api.contribute(auditSinkPoint, away);
    const { engine, controlPlane } = await openShop({ store, sets: [allowEverything], plugin }, { audit: { room: 6 } });
    let refused = 0;
    for (let index = 0; index < 10; index++) {
      const events = await collect(engine.ask(fakeCaller(), scale(index + 2)));
      const { error } = lastOf(events, 'step-finished');
      if (error === undefined) continue;
      assert.equal(error.code, 'audit-full');
      assert.deepEqual(eventsOf(events, 'operation-intended'), []);
      refused += 1;
    }
    const records = await store.audit.records(0, 100);
    assert.equal(controlPlane.performed.length + refused, 10);
    assert.ok(controlPlane.performed.length <= 3 && refused >= 7);
    assert.equal(records.length, 2 * controlPlane.performed.length, 'each of those that were done has its outcome');
    t.diagnostic(
      `figure: room for 6 records: ${controlPlane.performed.length} operations done and recorded, ${refused} of 10 refused, 0 done unrecorded`,
    );
  });

  test('a store that does not take the intent stops the operation', async () => {
    const store = createMemoryStore();
    const failing = {
      ...store,
      append: async (append: Parameters<typeof store.append>[0]) => {
        if (append.audit !== undefined) throw new HexaopsError('store-unavailable', 'the disk is full');
        return store.append(append);
      },
    };
    const { engine, controlPlane } = await openShop({ store: failing, sets: [allowEverything] });
    await assert.rejects(collect(engine.ask(fakeCaller(), scale(3))));
    assert.deepEqual(controlPlane.performed, []);
  });
});
