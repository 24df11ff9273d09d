import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AuditRecord, chain, type ChainHead, type FoundRecord, type UnreadableRecord } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import fc from 'fast-check';
import { beyond, examine, type ExamineOptions } from './examine.ts';

const workspaces = ['bank', 'lab', 'shop'];
const records = [...fakeRecords(30, { workspaces })].sort(
  (left, right) => left.entry.workspace.localeCompare(right.entry.workspace) || left.sequence - right.sequence,
);
const heads = headsOf(records);

type Found = FoundRecord | UnreadableRecord;

function look(found: Iterable<Found>, options: Partial<ExamineOptions> = {}) {
  const stream = (async function* () {
    yield* found;
  })();
  return examine(stream, { expected: heads, isPart: false, workspace: undefined, problemLimit: 100, ...options });
}

/** The last of each workspace. */
function headsOf(from: readonly AuditRecord[]): readonly ChainHead[] {
  const last = new Map(
    from.map(({ entry, sequence, hash }) => [entry.workspace, { workspace: entry.workspace, sequence, hash }]),
  );
  return [...last.values()];
}

function whole(record: AuditRecord): FoundRecord {
  return { record, differences: [] };
}

async function kindsOf(found: Iterable<Found>, options: Partial<ExamineOptions> = {}) {
  const { problems, heads: ends } = await look(found, options);
  const added = options.expected === undefined && 'expected' in options ? [] : beyond(ends, heads, heads);
  return [...problems, ...added].map(({ kind, workspace, sequence }) => [kind, workspace, sequence]);
}

/** Of all records, with those from `at` on replaced by what `change` makes of the one there. */
function changed(
  at: number,
  change: (record: AuditRecord, next: AuditRecord | undefined) => readonly AuditRecord[],
): Found[] {
  const record = records[at] ?? assert.fail();
  return [...records.slice(0, at), ...change(record, records[at + 1]), ...records.slice(at + 1)].map(whole);
}

const crimes: Readonly<Record<string, (record: AuditRecord, next: AuditRecord | undefined) => readonly AuditRecord[]>> =
  {
    edited: (record) => [{ ...record, entry: { ...record.entry, subject: 'mallory' } }],
    'edited, with a hash that fits': (record) => {
      const entry = { ...record.entry, subject: 'mallory' };
      const before = record.sequence === 1 ? undefined : { sequence: record.sequence - 1, hash: record.previous };
      return [{ ...record, ...chain(before, entry), entry }];
    },
    deleted: () => [],
    inserted: (record) => {
      const entry = { ...record.entry, id: 'forged' };
      return [record, { ...record, ...chain(record, entry), entry }];
    },
    'with the same number as another': (record) => [record, { ...record, entry: { ...record.entry, id: 'forged' } }],
    'moved to another workspace': (record) => [{ ...record, entry: { ...record.entry, workspace: 'other' } }],
    renumbered: (record) => [{ ...record, sequence: record.sequence + 100 }],
  };

describe('records that were delivered', () => {
  test('are whole as they were written, also where some were delivered again', async () => {
    const { problems, ...rest } = await look(records.flatMap((record) => [whole(record), whole(record)]));
    assert.deepEqual(problems, []);
    assert.deepEqual(rest, { records: 30, workspaces: 3, repeats: 30, problemCount: 0, heads });
  });

  for (const [name, crime] of Object.entries(crimes)) {
    test(`are not whole where one was ${name}, whichever it is`, async () => {
      for (const at of records.keys()) assert.notDeepEqual(await kindsOf(changed(at, crime)), [], `record ${at}`);
    });
  }

  test('are not whole where two have changed their places', async () => {
    const index = fc.nat(records.length - 1);
    await fc.assert(
      fc.asyncProperty(index, index, async (one, other) => {
        fc.pre(one !== other);
        const [left, right] = [records[one] ?? assert.fail(), records[other] ?? assert.fail()];
        const numbers = ({ sequence, previous, hash }: AuditRecord) => ({ sequence, previous, hash });
        const swapped = records.with(one, { ...left, ...numbers(right) }).with(other, { ...right, ...numbers(left) });
        assert.notDeepEqual(await kindsOf(swapped.map(whole)), []);
      }),
    );
  });

  test('are not whole where their end was cut off, of which only the store knows', async () => {
    const cut = records.filter(({ entry, sequence }) => entry.workspace !== 'lab' || sequence <= 7);
    assert.deepEqual(await kindsOf(cut.map(whole)), [['truncated', 'lab', 7]]);
    const none = records.filter(({ entry }) => entry.workspace !== 'lab');
    assert.deepEqual(await kindsOf(none.map(whole)), [['truncated', 'lab', 0]]);
    assert.deepEqual(await kindsOf(none.map(whole), { expected: undefined }), []);
  });

  test('are not whole where all were written anew, of which only the store knows', async () => {
    const anew = [...fakeRecords(30, { workspaces, entry: { subject: 'mallory' } })].map(whole);
    assert.deepEqual(
      await kindsOf(anew),
      workspaces.map((workspace) => ['broken', workspace, 10]),
    );
    assert.deepEqual(await kindsOf(anew, { expected: undefined }), []);
  });

  test('are named where a column says otherwise, or is of another workspace', async () => {
    const [first, ...others] = records.map(whole);
    const found = first ?? assert.fail();
    const differences = [
      { field: 'user_id', isWorkspace: false, found: 'mallory', written: 'alice' },
      { field: 'workspace_id', isWorkspace: true, found: 'lab', written: 'bank' },
    ];
    const { problems } = await look([{ ...found, differences }, ...others]);
    assert.deepEqual(problems, [
      {
        kind: 'altered',
        workspace: 'bank',
        sequence: 1,
        message: 'user_id of record 1 says "mallory", and "alice" was written',
      },
      {
        kind: 'foreign',
        workspace: 'bank',
        sequence: 1,
        message: 'workspace_id of record 1 says "lab", and "bank" was written',
      },
    ]);
  });

  test('are not whole where something among them is unreadable', async () => {
    const unreadable = { unreadable: 'its details are no JSON', place: 'timestamp x' };
    assert.deepEqual(await kindsOf([unreadable, ...records.map(whole)]), [['unreadable', null, null]]);
  });

  test('of one workspace are looked at without the others', async () => {
    const lab = heads.filter(({ workspace }) => workspace === 'lab');
    const { problems, records: count } = await look(records.map(whole), { workspace: 'lab', expected: lab });
    assert.deepEqual([problems, count], [[], 10]);
  });

  test('may begin anywhere where they are a part', async () => {
    const part = records.filter(({ sequence }) => sequence > 4).map(whole);
    assert.notDeepEqual(await kindsOf(part), []);
    assert.deepEqual(await kindsOf(part, { isPart: true, expected: undefined }), []);
  });

  test('are told of as many as were asked for, and all are counted', async () => {
    const wrong = records.map((record) => whole({ ...record, entry: { ...record.entry, subject: 'mallory' } }));
    const { problems, problemCount } = await look(wrong, { problemLimit: 5 });
    assert.deepEqual([problems.length, problemCount], [5, 30]);
  });

  test('that the store has never written are known by its heads of afterwards', () => {
    const shorter = heads.map((head) => (head.workspace === 'lab' ? { ...head, sequence: 9 } : head));
    assert.deepEqual(beyond(heads, heads, heads), []);
    assert.deepEqual(
      beyond(heads, shorter, shorter).map(({ kind, workspace, sequence }) => [kind, workspace, sequence]),
      [['added', 'lab', 10]],
    );
    assert.match(beyond(heads, heads.slice(1), [])[0]?.message ?? '', /no record of this workspace/);
    const other = heads.map((head) => ({ ...head, hash: '0'.repeat(64) }));
    assert.deepEqual(
      beyond(heads, other, []).map(({ kind }) => kind),
      ['broken', 'broken', 'broken'],
    );
  });
});
