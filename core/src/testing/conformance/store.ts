import { HexaopsError } from '../../errors.ts';
import type { RunRecord, SessionRecord, Store } from '../../extension/store.ts';
import type { RunEventDraft } from '../../run/events.ts';
import { assert, type Check } from './check.ts';

const alice = { subject: 'alice', workspace: 'shop' };
const strangers = [
  { subject: 'bob', workspace: 'shop' },
  { subject: 'alice', workspace: 'lab' },
];
const sessionRecord = (id: string, rest: Partial<SessionRecord> = {}): SessionRecord => ({
  ...alice,
  id,
  createdAt: 1,
  lastUsedAt: 1,
  title: 't',
  ...rest,
});
const runRecord = (id: string, session: string, rest: Partial<RunRecord> = {}): RunRecord => ({
  ...alice,
  id,
  session,
  createdAt: 2,
  sequence: 0,
  status: 'running',
  ...rest,
});
const resumed: RunEventDraft = { type: 'run-resumed', subject: 'alice' };

/** What every store must do. `create` gives an empty store each time. */
export function storeChecks(create: () => Promise<Store>): readonly Check[] {
  const withRun = async () => {
    const store = await create();
    await store.createSession(sessionRecord('s1'));
    await store.createRun(runRecord('r1', 's1'));
    return store;
  };
  return [
    {
      name: 'gives a session and a run to their owner, and to nobody else',
      async run() {
        const store = await withRun();
        assert.equal((await store.session(alice, 's1'))?.id, 's1');
        assert.equal((await store.run(alice, 'r1'))?.id, 'r1');
        for (const stranger of strangers) {
          assert.equal(await store.session(stranger, 's1'), undefined, 'a session is bound to subject and workspace');
          assert.equal(await store.run(stranger, 'r1'), undefined, 'a run is bound to subject and workspace');
          assert.deepEqual(await store.sessions(stranger), []);
          assert.deepEqual(await store.runsOfSession(stranger, 's1'), []);
          assert.equal(await store.deleteSession(stranger, 's1'), false);
        }
        assert.notEqual(await store.session(alice, 's1'), undefined, 'a stranger deletes nothing');
      },
    },
    {
      name: 'numbers events from 1 without a gap, and gives those after a sequence',
      async run() {
        const store = await withRun();
        await store.append('r1', 0, [resumed, resumed], 'running', 1000);
        const [third] = await store.append('r1', 2, [resumed], 'suspended', 2000);
        assert.equal(third?.sequence, 3);
        assert.equal(third.time, '1970-01-01T00:00:02.000Z');
        assert.equal(third.session, 's1');
        assert.deepEqual(
          (await store.events('r1', 1)).map(({ sequence }) => sequence),
          [2, 3],
        );
        assert.equal((await store.run(alice, 'r1'))?.status, 'suspended');
        assert.equal((await store.run(alice, 'r1'))?.sequence, 3);
      },
    },
    {
      name: 'lets one of two writers win, and keeps nothing of the other',
      async run() {
        const store = await withRun();
        const results = await Promise.allSettled([
          store.append('r1', 0, [resumed], 'running', 1),
          store.append('r1', 0, [resumed, resumed], 'running', 1),
        ]);
        const lost = results.filter((result) => result.status === 'rejected');
        assert.equal(lost.length, 1, 'exactly one append after the same sequence must raise "conflict"');
        assert.ok(HexaopsError.is(lost[0]?.reason, 'conflict'));
        const won = results.find((result) => result.status === 'fulfilled');
        assert.equal((await store.events('r1', 0)).length, won?.value.length);
      },
    },
    {
      name: 'finds the suspended runs of a workspace, whoever started them, and of no other',
      async run() {
        const store = await withRun();
        await store.append('r1', 0, [resumed], 'suspended', 1);
        await store.createRun(runRecord('r2', 's2', { workspace: 'lab' }));
        await store.append('r2', 0, [resumed], 'suspended', 1);
        assert.deepEqual(
          (await store.suspendedRuns('shop')).map(({ id }) => id),
          ['r1'],
        );
        assert.equal((await store.runInWorkspace('shop', 'r1'))?.id, 'r1');
        assert.equal(await store.runInWorkspace('lab', 'r1'), undefined);
      },
    },
    {
      name: 'forgets everything of a deleted session',
      async run() {
        const store = await withRun();
        await store.append('r1', 0, [resumed], 'running', 1);
        assert.equal(await store.deleteSession(alice, 's1'), true);
        assert.equal(await store.session(alice, 's1'), undefined);
        assert.equal(await store.run(alice, 'r1'), undefined);
        assert.deepEqual(await store.events('r1', 0), []);
        assert.equal(await store.deleteSession(alice, 's1'), false);
      },
    },
    {
      name: 'keeps its own copy of what it is given',
      async run() {
        const store = await withRun();
        const draft = { type: 'run-resumed' as const, subject: 'alice' };
        await store.append('r1', 0, [draft], 'running', 1);
        draft.subject = 'mallory';
        const [event] = await store.events('r1', 0);
        assert.equal(event?.type === 'run-resumed' ? event.subject : undefined, 'alice');
      },
    },
  ];
}
