import type { Store } from '../../extension/store.ts';
import { appendOf } from '../append.ts';
import { assert, type Check } from './check.ts';
import { resumed, runRecord, sessionRecord, withRun } from './fixtures.ts';

/** What a store must know of runs that wait for an approval. */
export function approvalChecks(create: () => Promise<Store>): readonly Check[] {
  /** `r1` of alice and `r3` of bob in the shop, and `r2` of alice in the lab, wait. */
  const withApprovals = async () => {
    const store = await withRun(create);
    await store.createSession(sessionRecord('s2', { workspace: 'lab' }));
    await store.createRun(runRecord('r2', 's2', { workspace: 'lab', createdAt: 3 }));
    await store.createSession(sessionRecord('s3', { subject: 'bob' }));
    await store.createRun(runRecord('r3', 's3', { subject: 'bob', createdAt: 4 }));
    for (const [run, approval, expiresAt] of [
      ['r1', 'a1', 30],
      ['r2', 'a2', 20],
      ['r3', 'a3', 10],
    ] as const) {
      const pending = { approval, expiresAt };
      await store.append(appendOf(run, 0, [resumed], { status: 'suspended', pending }));
    }
    return store;
  };
  const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);
  return [
    {
      name: 'finds the runs of a workspace that wait for an approval, whoever started them, and of no other',
      async run() {
        const store = await withApprovals();
        assert.deepEqual(ids(await store.pendingApprovals('shop')), ['r1', 'r3']);
        assert.deepEqual(ids(await store.pendingApprovals('lab')), ['r2']);
        assert.deepEqual((await store.pendingApprovals('shop'))[0]?.pending, { approval: 'a1', expiresAt: 30 });
        assert.equal((await store.runOfApproval('shop', 'a3'))?.id, 'r3');
        assert.equal(await store.runOfApproval('lab', 'a3'), undefined, 'an approval is bound to its workspace');
        assert.equal(await store.runOfApproval('shop', 'r3'), undefined);
      },
    },
    {
      name: 'gives the approvals that have expired, in all workspaces, the longest ago first',
      async run() {
        const store = await withApprovals();
        assert.deepEqual(ids(await store.expiredApprovals(9, 10)), []);
        assert.deepEqual(ids(await store.expiredApprovals(10, 10)), ['r3']);
        assert.deepEqual(ids(await store.expiredApprovals(99, 10)), ['r3', 'r2', 'r1']);
        assert.deepEqual(ids(await store.expiredApprovals(99, 2)), ['r3', 'r2']);
      },
    },
    {
      name: 'forgets with the next append what a run waited for',
      async run() {
        const store = await withApprovals();
        await store.append(appendOf('r1', 1, [resumed], { status: 'suspended' }));
        assert.deepEqual(ids(await store.pendingApprovals('shop')), ['r3']);
        assert.equal(await store.runOfApproval('shop', 'a1'), undefined);
        assert.deepEqual(ids(await store.expiredApprovals(99, 10)), ['r3', 'r2']);
        assert.equal((await store.run({ subject: 'alice', workspace: 'shop' }, 'r1'))?.pending, undefined);
      },
    },
  ];
}
