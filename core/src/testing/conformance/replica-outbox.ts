import { randomUUID } from 'node:crypto';
import { verifyChain } from '../../audit/verify.ts';
import { HexaopsError } from '../../errors.ts';
import type { AuditBatch, AuditRecord } from '../../extension/audit.ts';
import type { Store } from '../../extension/store.ts';
import { appendOf } from '../append.ts';
import { assert, type Check } from './check.ts';
import { auditEntry, resumed, runRecord, sessionRecord } from './fixtures.ts';

const writers = 12;
const appends = 8;
const workspaces = ['shop', 'lab', 'bank'];
const all = 10_000;

/** What the outbox of a store must do that several processes write and ship at once. */
export function replicaOutboxChecks(open: () => Promise<readonly [Store, Store]>): readonly Check[] {
  return [
    {
      name: 'positions are without a gap in the order of commit, whoever writes, ships and prunes at once',
      async run() {
        const stores = await open();
        await stores[0].audit.register(['sink']);
        const writing = Promise.all(
          Array.from({ length: writers }, (_, index) => write(stores[index % 2] ?? stores[0])),
        );
        const isOver = isSettled(writing);
        const [seen, delivered] = await Promise.all([
          follow(stores[0], isOver),
          shipped(stores, isOver),
          prune(stores[1], isOver),
          writing,
        ]);
        const count = writers * appends * 2;
        assert.deepEqual(
          seen.map(({ position }) => position),
          Array.from({ length: count }, (_, index) => index + 1),
          'a reader that goes on from the last position misses nothing',
        );
        const heads = await stores[1].audit.heads();
        assert.deepEqual((await verifyChain(seen, { heads })).problems, []);
        assert.deepEqual(
          delivered.map(({ entry }) => entry.id),
          seen.map(({ entry }) => entry.id),
          'the sink has every record once, in order',
        );
        assert.equal((await stores[0].audit.waiting()).records, 0);
      },
    },
    {
      name: 'of many that want to record at once only so many do as there is room for, and an outcome always',
      async run() {
        const stores = await open();
        await stores[0].audit.register(['sink']);
        const runs = await Promise.all(
          Array.from({ length: 30 }, (_, index) => newRun(stores[index % 2] ?? stores[0])),
        );
        const results = await Promise.allSettled(
          runs.map((run, index) =>
            (stores[index % 2] ?? stores[0]).append(
              appendOf(run, 0, [resumed], {
                audit: { entries: [auditEntry(`${run}:intent`)], room: index % 3 === 0 ? Infinity : 10 },
              }),
            ),
          ),
        );
        const refused = results.filter((result) => result.status === 'rejected');
        assert.ok(refused.every(({ reason }) => HexaopsError.is(reason, 'audit-full')));
        assert.ok(results.every(({ status }, index) => index % 3 !== 0 || status === 'fulfilled'));
        const { records } = await stores[1].audit.waiting();
        assert.equal(records, results.length - refused.length, 'what was refused is not recorded');
        assert.ok(records >= 10 && records <= 20, `${records} records wait`);
        const { problems } = await verifyChain(await stores[1].audit.records(0, all));
        assert.deepEqual(problems, []);
      },
    },
    {
      name: 'of two that freeze at once both have the same batch, and one acknowledgement is enough',
      async run() {
        const [left, right] = await open();
        await left.audit.register(['sink']);
        const run = await newRun(left);
        for (let sequence = 0; sequence < 10; sequence++) {
          const audit = { entries: [auditEntry(`entry-${sequence}`)], room: Infinity };
          await left.append(appendOf(run, sequence, [resumed], { audit }));
        }
        const positions: number[] = [];
        for (;;) {
          const batches = await Promise.all(
            [left, right, left, right].map(({ audit }, index) => audit.batch('sink', 1 + index)),
          );
          const [batch] = batches;
          for (const other of batches) assert.deepEqual(other, batch, 'whatever their limits');
          if (batch === undefined) break;
          positions.push(...batch.records.map(({ position }) => position));
          await Promise.all([left, right].map(({ audit }) => audit.acknowledge('sink', batch.id)));
        }
        assert.deepEqual(
          positions,
          Array.from({ length: 10 }, (_, index) => index + 1),
        );
      },
    },
  ];
}

/** Two records an append, in a run of its own, each of a workspace by chance. */
async function write(store: Store): Promise<void> {
  const run = await newRun(store);
  for (let sequence = 0; sequence < appends; sequence++) {
    const entries = ['intent', 'outcome'].map((phase) =>
      auditEntry(`${run}-${sequence}:${phase}`, {
        workspace: workspaces[Math.floor(Math.random() * workspaces.length)] ?? 'shop',
      }),
    );
    await store.append(appendOf(run, sequence, [resumed], { audit: { entries, room: Infinity } }));
  }
}

async function newRun(store: Store): Promise<string> {
  const [session, run, now] = [randomUUID(), randomUUID(), Date.now()];
  await store.createSession(sessionRecord(session, { createdAt: now, lastUsedAt: now }));
  await store.createRun(runRecord(run, session, { createdAt: now }));
  return run;
}

/** Every record, as somebody sees them who always asks for those after the last. */
async function follow(store: Store, isOver: () => boolean): Promise<readonly AuditRecord[]> {
  const seen: AuditRecord[] = [];
  for (;;) {
    const last = isOver();
    const next = await store.audit.records(seen.at(-1)?.position ?? 0, 7);
    seen.push(...next);
    if (next.length === 0 && last) return seen;
    await pause();
  }
}

/** Ships from both stores at once. What the sink has: the records of each batch once. */
async function shipped(stores: readonly Store[], isOver: () => boolean): Promise<readonly AuditRecord[]> {
  const kept = new Map<string, AuditBatch>();
  await Promise.all(
    stores.map(async ({ audit }) => {
      for (;;) {
        const last = isOver();
        const batch = await audit.batch('sink', 9);
        if (batch === undefined && last) return;
        if (batch !== undefined) {
          assert.deepEqual(kept.get(batch.id) ?? batch, batch, 'the same id always has the same records');
          kept.set(batch.id, batch);
          await audit.acknowledge('sink', batch.id);
        }
        await pause();
      }
    }),
  );
  return [...kept.values()].flatMap(({ records }) => records).sort((left, right) => left.position - right.position);
}

/** Again and again, of what is no younger than the epoch: nothing goes, and nobody may be kept waiting for ever. */
async function prune(store: Store, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    assert.equal(await store.audit.prune(0), 0);
    await pause();
  }
}

function isSettled(work: Promise<unknown>): () => boolean {
  let settled = false;
  const settle = () => (settled = true);
  work.then(settle, settle);
  return () => settled;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
