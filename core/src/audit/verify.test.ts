import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AuditEntry, ChainedEntry, ChainHead } from '../extension/audit.ts';
import { auditEntry } from '../testing/conformance/fixtures.ts';
import { chain, chainStart, linkHash } from './chain.ts';
import { verifyChain } from './verify.ts';

const workspaces = ['shop', 'lab', 'bank'];

/** The chains of several workspaces, mixed as they were written. */
const chains = fc
  .array(
    fc.record({
      workspace: fc.constantFrom(...workspaces),
      details: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false })),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((drafts) => linked(drafts.map((draft, index) => auditEntry(`id-${index}`, wellFormed(draft)))));

describe('a chain of audit records', () => {
  test('is whole as it was written, in whatever order the workspaces are mixed, and also where batches are repeated', async () => {
    await fc.assert(
      fc.asyncProperty(chains, fc.nat(), async ({ records, heads }, seed) => {
        const report = await verifyChain(records, { heads });
        assert.deepEqual(report.problems, []);
        assert.equal(report.records, records.length);
        assert.deepEqual(new Set(report.heads), new Set(heads));
        const byWorkspace = [...records].sort((left, right) => rank(left, seed) - rank(right, seed));
        const repeated = byWorkspace.flatMap((record, index) => (index % 2 === 0 ? [record, record] : [record]));
        assert.deepEqual((await verifyChain(repeated, { heads })).problems, []);
      }),
    );
  });

  test('shows that a record was changed in any place, deleted, put in, moved or cut off', async () => {
    await fc.assert(
      fc.asyncProperty(chains, fc.nat(), fc.constantFrom(...Object.keys(crimes)), async (chained, seed, name) => {
        const changed = crimes[name]?.(chained.records, seed % chained.records.length);
        fc.pre(changed !== undefined);
        const { problems } = await verifyChain(changed ?? [], { heads: chained.heads });
        assert.notDeepEqual(problems, [], name);
      }),
    );
  });

  test('shows that all was written anew, by the heads that somebody else has kept', async () => {
    const { records, heads } = linked(['a', 'b', 'c'].map((id) => auditEntry(id)));
    const anew = linked(records.map(({ entry }) => ({ ...entry, subject: 'mallory' })));
    assert.deepEqual((await verifyChain(anew.records)).problems, []);
    assert.deepEqual(
      (await verifyChain(anew.records, { heads })).problems.map(({ kind }) => kind),
      ['broken'],
    );
  });

  test('may begin later only where its oldest records were removed on purpose', async () => {
    const { records, heads } = linked(['a', 'b', 'c'].map((id) => auditEntry(id)));
    const kept = records.slice(1);
    assert.deepEqual((await verifyChain(kept, { heads, mayBeginLater: true })).problems, []);
    const [problem] = (await verifyChain(kept, { heads })).problems;
    assert.equal(problem?.kind, 'missing');
    assert.equal(problem.workspace, 'shop');
  });

  test('is told of by name: where it is broken, and how', async () => {
    const { records, heads } = linked(['a', 'b', 'c', 'd'].map((id) => auditEntry(id)));
    const [a, b, c, d] = records as [ChainedEntry, ChainedEntry, ChainedEntry, ChainedEntry];
    const altered = { ...b, entry: { ...b.entry, subject: 'mallory' } };
    const kinds = async (given: readonly ChainedEntry[]) =>
      (await verifyChain(given, { heads })).problems.map(({ kind, sequence }) => `${kind} ${sequence}`);
    assert.deepEqual(await kinds([a, altered, c, d]), ['altered 2']);
    assert.deepEqual(await kinds([a, { ...altered, hash: linkHash(altered) }, c, d]), ['broken 3']);
    assert.deepEqual(await kinds([a, c, d]), ['missing 3']);
    assert.deepEqual(await kinds([a, b]), ['truncated 2']);
    assert.deepEqual(await kinds([]), ['truncated 0']);
    assert.deepEqual(await kinds([a, c, b, d]), ['missing 3', 'misplaced 2']);
  });

  test('is made from canonical JSON: the order of properties is none of its business', () => {
    const entry = auditEntry('a', { details: { a: 1, b: { c: 2, d: 3 } } });
    const turned = auditEntry('a', { details: { b: { d: 3, c: 2 }, a: 1 } });
    assert.deepEqual(chain(undefined, entry), chain(undefined, turned));
    assert.equal(chain(undefined, entry).previous, chainStart);
    assert.match(chain(undefined, entry).hash, /^[0-9a-f]{64}$/);
  });
});

type Crime = (records: readonly ChainedEntry[], at: number) => readonly ChainedEntry[] | undefined;

const crimes: Readonly<Record<string, Crime>> = {
  'an entry is changed': (records, at) =>
    replace(records, at, (record) => ({
      ...record,
      entry: { ...record.entry, resource: `${record.entry.resource}!` },
    })),
  'an entry is changed, and its hash with it': (records, at) =>
    replace(records, at, (record) => {
      const changed = { ...record, entry: { ...record.entry, subject: 'mallory' } };
      return { ...changed, hash: linkHash(changed) };
    }),
  'a record is given to another workspace': (records, at) =>
    replace(records, at, (record) => ({ ...record, entry: { ...record.entry, workspace: 'nowhere' } })),
  'a record is deleted': (records, at) => records.filter((_, index) => index !== at),
  'the end is cut off': (records, at) => records.slice(0, at),
  'a record is put in': (records, at) => {
    const before = records[at];
    // At the very end it would be a chain that goes on: only whoever writes the chain can tell.
    const goesOn = records.slice(at + 1).some(({ entry }) => entry.workspace === before?.entry.workspace);
    if (before === undefined || !goesOn) return undefined;
    const entry = { ...before.entry, id: 'forged' };
    return [...records.slice(0, at + 1), { ...chain(before, entry), entry }, ...records.slice(at + 1)];
  },
  'two records of a workspace change places': (records, at) => {
    const other = records.findIndex(
      ({ entry }, index) => index > at && entry.workspace === records[at]?.entry.workspace,
    );
    const [first, second] = [records[at], records[other]];
    if (first === undefined || second === undefined) return undefined;
    return records.map((record, index) => (index === at ? second : index === other ? first : record));
  },
};

function replace(
  records: readonly ChainedEntry[],
  at: number,
  change: (record: ChainedEntry) => ChainedEntry,
): readonly ChainedEntry[] {
  return records.map((record, index) => (index === at ? change(record) : record));
}

function linked(entries: readonly AuditEntry[]): {
  readonly records: readonly ChainedEntry[];
  readonly heads: readonly ChainHead[];
} {
  const heads = new Map<string, ChainedEntry>();
  const records = entries.map((entry): ChainedEntry => {
    const record = { ...chain(heads.get(entry.workspace), entry), entry };
    heads.set(entry.workspace, record);
    return record;
  });
  return {
    records,
    heads: [...heads].map(([workspace, { sequence, hash }]) => ({ workspace, sequence, hash })),
  };
}

/** The order of the workspaces, by chance; each keeps its own. */
function rank({ entry }: ChainedEntry, seed: number): number {
  return (workspaces.indexOf(entry.workspace) + seed) % workspaces.length;
}

function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).toWellFormed()) as T;
}
