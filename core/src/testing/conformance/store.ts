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
/** What a log or a request may bring. */
const hostileTexts = [
  '',
  '\0',
  'a\0b',
  '\u{d800} half a pair \u{dc00}',
  '\u{1f9ea} \u{202e} \u{fffd} \u{ffff}',
  `'; drop table runs; --`,
  '%_\\"$1?',
  '\r\n\t\u{7f}\u{85}',
];

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
      name: 'leaves a run as it is where an append lost, or where its events are not there yet',
      async run() {
        const store = await withRun();
        await store.append('r1', 0, [resumed], 'suspended', 1);
        for (const after of [0, 2]) {
          await assert.rejects(store.append('r1', after, [resumed], 'running', 2), (error) =>
            HexaopsError.is(error, 'conflict'),
          );
        }
        assert.equal((await store.events('r1', 0)).length, 1);
        const run = await store.run(alice, 'r1');
        assert.deepEqual([run?.sequence, run?.status], [1, 'suspended']);
      },
    },
    {
      name: 'appends nothing to a run that is not there',
      async run() {
        const store = await withRun();
        await assert.rejects(store.append('r2', 0, [resumed], 'running', 1), (error) =>
          HexaopsError.is(error, 'not-found'),
        );
        assert.deepEqual(await store.events('r2', 0), []);
      },
    },
    {
      name: 'gives the sessions of an owner, the most recently used first, and their runs in the order of their making',
      async run() {
        const store = await create();
        for (const [index, id] of ['s1', 's2', 's3'].entries()) {
          await store.createSession(sessionRecord(id, { createdAt: index + 1, lastUsedAt: index + 1 }));
        }
        for (const id of ['r3', 'r1', 'r2']) await store.createRun(runRecord(id, 's2', { createdAt: 10 }));
        const sessions = await store.sessions(alice);
        assert.deepEqual(
          sessions.map(({ id }) => id),
          ['s2', 's3', 's1'],
        );
        assert.equal(sessions[0]?.lastUsedAt, 10, 'a session is used by the runs in it');
        assert.deepEqual(
          (await store.runsOfSession(alice, 's2')).map(({ id }) => id),
          ['r3', 'r1', 'r2'],
        );
      },
    },
    {
      name: 'gives events back as they were, whatever is in them',
      async run() {
        const store = await withRun();
        const drafts = hostileTexts.map((text): RunEventDraft => ({
          type: 'step-started',
          step: text,
          tool: 't',
          worker: 'w',
          arguments: { [text]: [text, null, true, 0.1, -1e300, { nested: { list: [] } }] },
        }));
        const appended = await store.append('r1', 0, drafts, 'running', 1);
        const stored = await store.events('r1', 0);
        assert.deepEqual(stored, appended);
        assert.deepEqual(
          stored,
          drafts.map((draft, index) => ({
            ...draft,
            run: 'r1',
            session: 's1',
            sequence: index + 1,
            time: '1970-01-01T00:00:00.001Z',
            version: 1,
          })),
        );
      },
    },
    {
      name: 'finds nothing under a name that never was, whatever its characters',
      async run() {
        const store = await withRun();
        for (const text of [...hostileTexts, 'x'.repeat(10_000)]) {
          const owner = { subject: text, workspace: 'shop' };
          assert.equal(await store.session(alice, text), undefined);
          assert.equal(await store.session(owner, 's1'), undefined);
          assert.equal(await store.run(alice, text), undefined);
          assert.equal(await store.runInWorkspace('shop', text), undefined);
          assert.equal(await store.runInWorkspace(text, 'r1'), undefined);
          assert.deepEqual(await store.sessions(owner), []);
          assert.deepEqual(await store.suspendedRuns(text), []);
          assert.deepEqual(await store.runsOfSession(alice, text), []);
          assert.deepEqual(await store.events(text, 0), []);
          assert.equal(await store.deleteSession(alice, text), false);
        }
      },
    },
    {
      name: 'finds the suspended runs of a workspace, whoever started them, and of no other',
      async run() {
        const store = await withRun();
        await store.append('r1', 0, [resumed], 'suspended', 1);
        await store.createSession(sessionRecord('s2', { workspace: 'lab' }));
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
