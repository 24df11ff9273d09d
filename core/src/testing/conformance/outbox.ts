import { batchOf } from '../../audit/batch.ts';
import { chainStart } from '../../audit/chain.ts';
import { verifyChain } from '../../audit/verify.ts';
import { HexaopsError } from '../../errors.ts';
import type { AuditEntry } from '../../extension/audit.ts';
import type { Store } from '../../extension/store.ts';
import { appendOf } from '../append.ts';
import { assert, type Check } from './check.ts';
import { auditEntry, hostileTexts, resumed, withRun } from './fixtures.ts';
import { walk } from './outbox-walk.ts';

const all = 1_000;

/** What a store's audit outbox must do. */
export function outboxChecks(create: () => Promise<Store>): readonly Check[] {
  /** Appends entries to `r1`, one append for each list. */
  const write = async (store: Store, lists: readonly (readonly AuditEntry[])[], { room = Infinity, now = 1 } = {}) => {
    for (const entries of lists) {
      const after = (await store.events('r1', 0)).length;
      await store.append(appendOf('r1', after, [resumed], { now, audit: { entries, room } }));
    }
  };
  const positions = (records: readonly { readonly position: number }[]) => records.map(({ position }) => position);
  const sent = async (store: Store, sink: string, limit = all) => {
    const batch = await store.audit.batch(sink, limit);
    if (batch !== undefined) await store.audit.acknowledge(sink, batch.id);
    return positions(batch?.records ?? []);
  };
  return [
    {
      name: 'records entries with their events, in one chain a workspace, and positions without a gap',
      async run() {
        const store = await withRun(create);
        const lab = (id: string) => auditEntry(id, { workspace: 'lab' });
        await write(store, [[auditEntry('a'), lab('b')], [auditEntry('c')], [lab('d')]]);
        const records = await store.audit.records(0, all);
        assert.deepEqual(
          records.map(({ position, sequence, entry }) => [position, sequence, entry.id]),
          [
            [1, 1, 'a'],
            [2, 1, 'b'],
            [3, 2, 'c'],
            [4, 2, 'd'],
          ],
        );
        assert.deepEqual(records[0]?.entry, auditEntry('a'));
        assert.equal(records[0]?.previous, chainStart);
        assert.equal(records[2]?.previous, records[0]?.hash);
        const heads = [...(await store.audit.heads())].sort((left, right) =>
          left.workspace < right.workspace ? -1 : 1,
        );
        assert.deepEqual(heads, [
          { workspace: 'lab', sequence: 2, hash: records[3]?.hash },
          { workspace: 'shop', sequence: 2, hash: records[2]?.hash },
        ]);
        assert.deepEqual((await verifyChain(records, { heads })).problems, []);
        assert.deepEqual(positions(await store.audit.records(1, 2)), [2, 3]);
      },
    },
    {
      name: 'gives entries back as they were, whatever is in them, with the hash that they have',
      async run() {
        const store = await withRun(create);
        const storable = hostileTexts.map((text) => text.toWellFormed());
        const entries = storable.map((text, index) =>
          auditEntry(`id-${index}`, {
            resource: text,
            approvedBy: text,
            sourceAddress: text,
            organizations: [text],
            details: { [text]: [text, null, true, 0.1, -1e300, 1e21, { nested: { list: [] } }] },
          }),
        );
        await write(store, [entries]);
        const records = await store.audit.records(0, all);
        assert.deepEqual(
          records.map(({ entry }) => entry),
          entries,
        );
        assert.deepEqual((await verifyChain(records)).problems, []);
      },
    },
    {
      name: 'records nothing of an append that lost, and appends nothing of what cannot be recorded',
      async run() {
        const store = await withRun(create);
        const audit = { entries: [auditEntry('a')], room: all };
        await assert.rejects(store.append(appendOf('r1', 7, [resumed], { audit })), (error) =>
          HexaopsError.is(error, 'conflict'),
        );
        assert.deepEqual(await store.audit.records(0, all), []);
        assert.deepEqual(await store.audit.heads(), []);
        await write(store, [[auditEntry('a')]]);
        await assert.rejects(store.append(appendOf('r1', 1, [resumed], { audit })), (error) =>
          HexaopsError.is(error, 'conflict'),
        );
        assert.equal((await store.events('r1', 0)).length, 1, 'what is recorded already is not recorded again');
        assert.equal((await store.audit.records(0, all)).length, 1);
      },
    },
    {
      name: 'has room for so many records as may wait, and always for an outcome',
      async run() {
        const store = await withRun(create);
        await store.audit.register(['slow', 'quick']);
        await write(store, [[auditEntry('a')], [auditEntry('b')]], { room: 2 });
        await sent(store, 'quick');
        const audit = { entries: [auditEntry('c')], room: 2 };
        await assert.rejects(store.append(appendOf('r1', 2, [resumed], { status: 'failed', audit })), (error) => {
          assert.ok(HexaopsError.is(error, 'audit-full'), 'what one sink does not have is waiting');
          assert.match(error.nextStep ?? '', /nothing was changed/);
          return true;
        });
        assert.equal((await store.events('r1', 0)).length, 2);
        assert.equal((await store.run({ subject: 'alice', workspace: 'shop' }, 'r1'))?.status, 'running');
        await write(store, [[auditEntry('d')]]);
        await sent(store, 'slow', 2);
        await write(store, [[auditEntry('e')]], { room: 2 });
        assert.deepEqual(
          (await store.audit.records(0, all)).map(({ entry }) => entry.id),
          ['a', 'b', 'd', 'e'],
        );
      },
    },
    {
      name: 'counts nothing as waiting where there is no sink',
      async run() {
        const store = await withRun(create);
        await write(store, [[auditEntry('a')], [auditEntry('b')]], { room: 1 });
        assert.deepEqual(await store.audit.waiting(), { records: 0, oldest: undefined });
        assert.equal(await store.audit.batch('nobody', all), undefined);
      },
    },
    {
      name: 'freezes a batch until it is acknowledged: what comes meanwhile is of the next',
      async run() {
        const store = await withRun(create);
        await store.audit.register(['sink']);
        assert.equal(await store.audit.batch('sink', 2), undefined);
        await write(store, [[auditEntry('a')]]);
        const first = await store.audit.batch('sink', 2);
        assert.equal(first?.sink, 'sink');
        await write(store, [[auditEntry('b')], [auditEntry('c')], [auditEntry('d')]]);
        assert.deepEqual(await store.audit.batch('sink', 2), first, 'the same id, and the same records');
        assert.deepEqual(first, batchOf('sink', await store.audit.records(0, 1)));
        await store.audit.acknowledge('sink', 'another');
        assert.deepEqual(await store.audit.batch('sink', 2), first);
        await store.audit.acknowledge('sink', first?.id ?? '');
        const second = await store.audit.batch('sink', 2);
        assert.deepEqual(positions(second?.records ?? []), [2, 3]);
        await store.audit.acknowledge('sink', first?.id ?? '');
        assert.deepEqual(await store.audit.batch('sink', 2), second, 'a late acknowledgement acknowledges no other');
        await store.audit.acknowledge('sink', second?.id ?? '');
        assert.deepEqual(await sent(store, 'sink', 2), [4]);
        assert.equal(await store.audit.batch('sink', 2), undefined);
      },
    },
    {
      name: 'bounds a batch by the bytes of its entries, too; one entry that is larger is alone, and keeps nothing back',
      async run() {
        const store = await withRun(create);
        await store.audit.register(['sink']);
        const sized = (id: string, characters: number) =>
          auditEntry(id, { details: { text: '\u{e9}'.repeat(characters) } });
        const entries = [
          sized('a', 10),
          sized('b', 10),
          sized('c', 4_000),
          sized('d', 10),
          sized('e', 10),
          sized('f', 10),
        ];
        await write(store, [entries]);
        const bytesOf = (entry: AuditEntry | undefined) => Buffer.byteLength(JSON.stringify(entry));
        const two = bytesOf(entries[0]) + bytesOf(entries[1]);
        const next = async (limit: number, bytes: number) => {
          const batch = await store.audit.batch('sink', limit, bytes);
          assert.deepEqual(await store.audit.batch('sink', all, Infinity), batch, 'what is frozen stays as it is');
          if (batch !== undefined) await store.audit.acknowledge('sink', batch.id);
          return positions(batch?.records ?? []);
        };
        assert.deepEqual(await next(all, two), [1, 2], 'they fit to the byte');
        assert.deepEqual(
          await next(all, two),
          [3],
          'UTF-8, not characters; larger than the bound, and delivered alone',
        );
        assert.deepEqual(await next(all, two - 1), [4]);
        assert.deepEqual(await next(1, two), [5], 'the number of records holds as well');
        assert.deepEqual(await next(all, 0), [6]);
        assert.deepEqual(await next(all, two), []);
      },
    },
    {
      name: 'gives each sink every record once, whenever it was registered',
      async run() {
        const store = await withRun(create);
        await write(store, [[auditEntry('a')]], { now: 1_000 });
        await store.audit.register(['first']);
        assert.deepEqual(await sent(store, 'first'), [1]);
        await store.audit.register(['first', 'second']);
        await write(store, [[auditEntry('b')]], { now: 2_000 });
        assert.deepEqual(await store.audit.waiting(), { records: 2, oldest: 1_000 });
        assert.deepEqual(await sent(store, 'second'), [1, 2]);
        assert.deepEqual(await store.audit.waiting(), { records: 1, oldest: 2_000 });
        await store.audit.register(['second']);
        assert.deepEqual(await store.audit.waiting(), { records: 0, oldest: undefined });
        assert.equal(await store.audit.batch('first', all), undefined, 'it is not registered any more');
        await store.audit.register(['first', 'second']);
        assert.deepEqual(await sent(store, 'first'), [2], 'it goes on where it was');
      },
    },
    {
      name: 'removes what every sink has and what is old, and goes on with the chain from there',
      async run() {
        const store = await withRun(create);
        await store.audit.register(['sink']);
        for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
          await write(store, [[auditEntry(id)]], { now: 10 * (index + 1) });
        }
        assert.equal(await store.audit.prune(99), 0);
        assert.deepEqual(await sent(store, 'sink', 3), [1, 2, 3]);
        assert.equal(await store.audit.prune(30), 2);
        assert.equal(await store.audit.prune(99), 1);
        assert.deepEqual(positions(await store.audit.records(0, 1)), [4], 'the first that is kept');
        assert.equal((await store.audit.waiting()).records, 1);
        await write(store, [[auditEntry('e')]]);
        const records = await store.audit.records(0, all);
        assert.deepEqual(positions(records), [4, 5]);
        const heads = await store.audit.heads();
        assert.deepEqual((await verifyChain(records, { heads, mayBeginLater: true })).problems, []);
        await store.audit.register(['sink', 'new']);
        assert.equal((await store.audit.waiting()).records, 2);
        assert.deepEqual(await sent(store, 'new'), [4, 5], 'a new sink begins with the oldest that is kept');
        assert.deepEqual(await sent(store, 'sink'), [4, 5]);
        assert.equal(await store.audit.prune(99), 2);
        assert.deepEqual(await store.audit.heads(), heads);
      },
    },
    {
      name: 'goes on where it can when a sink comes back that has missed what was removed',
      async run() {
        const store = await withRun(create);
        await store.audit.register(['gone', 'sink']);
        await write(store, [[auditEntry('a')], [auditEntry('b')]]);
        assert.deepEqual(positions((await store.audit.batch('gone', 1))?.records ?? []), [1]);
        await store.audit.register(['sink']);
        assert.deepEqual(await sent(store, 'sink'), [1, 2]);
        assert.equal(await store.audit.prune(99), 2);
        await write(store, [[auditEntry('c')]]);
        await store.audit.register(['gone', 'sink']);
        assert.deepEqual(await store.audit.waiting(), { records: 1, oldest: 1 });
        assert.deepEqual(await sent(store, 'gone'), [3]);
      },
    },
    {
      name: 'keeps its chains, and gives each sink every record in order, in whatever order it is used',
      async run() {
        for (let seed = 1; seed <= 5; seed++) await walk(await withRun(create), seed);
      },
    },
  ];
}
