import type { AuditBatch, AuditRecord, AuditSink } from '../../extension/audit.ts';
import { fakeRecords } from '../audit-records.ts';
import { assert, type Check } from './check.ts';

/** A sink that is empty, and what it keeps. */
export interface AuditSinkUnderTest {
  readonly sink: AuditSink;
  /** All records that are kept, read back from where they are kept; in the order of their positions. */
  readonly kept: () => Promise<readonly Pick<AuditRecord, 'position' | 'hash' | 'entry'>[]>;
}

/** What a destination of the audit must do. `open` gives a new, empty one for each check. */
export function auditSinkChecks(open: () => Promise<AuditSinkUnderTest>): readonly Check[] {
  return [
    {
      name: 'has what it was given when `deliver` settles, as it was given',
      async run() {
        const { sink, kept } = await open();
        const records = [...fakeRecords(5, { workspaces: ['shop', 'lab'] })];
        await sink.deliver(batchOf(sink, 'b1', records.slice(0, 3)), never());
        assert.deepEqual(
          facts(await kept()),
          facts(records.slice(0, 3)),
          'settle `deliver` only when the records are durable, and keep position, hash and entry as they are',
        );
        await sink.deliver(batchOf(sink, 'b2', records.slice(3)), never());
        assert.deepEqual(
          facts(await kept()),
          facts(records),
          'a later batch must not take the place of an earlier one',
        );
      },
    },
    {
      name: 'has nothing twice where a batch is delivered again',
      async run() {
        const { sink, kept } = await open();
        const records = [...fakeRecords(3)];
        for (let time = 0; time < 3; time++) await sink.deliver(batchOf(sink, 'b1', records), never());
        assert.deepEqual(
          facts(await kept()),
          facts(records),
          'a batch comes again where its answer was lost: tell it by its id, which always has the same records',
        );
      },
    },
    {
      name: 'raises where it is told to stop before it has begun, and takes the batch later',
      async run() {
        const { sink, kept } = await open();
        const records = [...fakeRecords(2)];
        await assert.rejects(
          sink.deliver(batchOf(sink, 'b1', records), AbortSignal.abort()),
          () => true,
          'heed the signal: `deliver` that settles says that the records are durable',
        );
        await sink.deliver(batchOf(sink, 'b1', records), never());
        assert.deepEqual(facts(await kept()), facts(records), 'the batch that was stopped is delivered again, whole');
      },
    },
    {
      name: 'keeps texts whatever is in them',
      async run() {
        const { sink, kept } = await open();
        const details = { text: 'a\n"b"\\ \u2028 \u0000 ✓ ${x} \'; DROP TABLE audit; --', list: [1, null, 0.1] };
        const records = [...fakeRecords(1, { entry: { details } })];
        await sink.deliver(batchOf(sink, 'b/../1', records), never());
        assert.deepEqual(
          facts(await kept()),
          facts(records),
          'entries hold what people and clusters have written, and ids of batches are no names of files: encode both',
        );
      },
    },
  ];
}

function batchOf({ id }: AuditSink, batch: string, records: readonly AuditRecord[]): AuditBatch {
  return { id: batch, sink: id, records };
}

function facts(records: readonly Pick<AuditRecord, 'position' | 'hash' | 'entry'>[]): readonly unknown[] {
  return records.map(({ position, hash, entry }) => ({ position, hash, entry }));
}

function never(): AbortSignal {
  return new AbortController().signal;
}
