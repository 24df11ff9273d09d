import { HexaopsError } from '../../errors.ts';
import type { Store } from '../../extension/store.ts';
import type { RunEventDraft } from '../../run/events.ts';
import { appendOf } from '../append.ts';
import { alertChecks } from './alerts.ts';
import { approvalChecks } from './approvals.ts';
import { budgetChecks } from './budgets.ts';
import { assert, type Check } from './check.ts';
import {
  alice,
  auditEntry,
  hostileTexts,
  investigation,
  resumed,
  runRecord,
  sessionRecord,
  strangers,
  withRun,
} from './fixtures.ts';
import { investigationChecks } from './investigations.ts';
import { outboxChecks } from './outbox.ts';

/** What every store must do. `create` gives an empty store each time. */
export function storeChecks(create: () => Promise<Store>): readonly Check[] {
  return [
    {
      name: 'gives a session and a run to their owner, and to nobody else',
      async run() {
        const store = await withRun(create);
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
        const store = await withRun(create);
        await store.append(appendOf('r1', 0, [resumed, resumed], { now: 1000 }));
        const [third] = await store.append(appendOf('r1', 2, [resumed], { status: 'suspended', now: 2000 }));
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
        const store = await withRun(create);
        const results = await Promise.allSettled([
          store.append(appendOf('r1', 0, [resumed])),
          store.append(appendOf('r1', 0, [resumed, resumed])),
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
        const store = await withRun(create);
        await store.append(appendOf('r1', 0, [resumed], { status: 'suspended' }));
        for (const after of [0, 2]) {
          await assert.rejects(store.append(appendOf('r1', after, [resumed], { now: 2 })), (error) =>
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
        const store = await withRun(create);
        await assert.rejects(store.append(appendOf('r2', 0, [resumed])), (error) =>
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
        const store = await withRun(create);
        const drafts = hostileTexts.map((text): RunEventDraft => ({
          type: 'step-started',
          step: text,
          tool: 't',
          worker: 'w',
          arguments: { [text]: [text, null, true, 0.1, -1e300, { nested: { list: [] } }] },
        }));
        const appended = await store.append(appendOf('r1', 0, drafts));
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
        const store = await withRun(create);
        for (const text of [...hostileTexts, 'x'.repeat(10_000)]) {
          const owner = { subject: text, workspace: 'shop' };
          assert.equal(await store.session(alice, text), undefined);
          assert.equal(await store.session(owner, 's1'), undefined);
          assert.equal(await store.run(alice, text), undefined);
          assert.deepEqual(await store.sessions(owner), []);
          assert.deepEqual(await store.runsOfSession(alice, text), []);
          assert.equal(await store.lastRun(alice, text), undefined);
          assert.equal(await store.toolHasWorked(alice, text, 'look'), false);
          assert.equal(await store.toolHasWorked(alice, 's1', text), false);
          assert.deepEqual(await store.pendingApprovals(text), []);
          assert.equal(await store.runOfApproval('shop', text), undefined);
          assert.equal(await store.runOfApproval(text, 'a1'), undefined);
          assert.equal(await store.deleteSubject(text), 0);
          assert.equal(await store.deleteSubject('alice', text), 0);
          assert.equal(await store.investigations.get(text, text), undefined);
          assert.deepEqual(await store.investigations.list(text, 10), []);
          assert.deepEqual(await store.events(text, 0), []);
          assert.equal(await store.deleteSession(alice, text), false);
        }
      },
    },
    {
      name: 'forgets everything of a deleted session',
      async run() {
        const store = await withRun(create);
        const pending = { approval: 'a1', expiresAt: 5 };
        await store.append(appendOf('r1', 0, [resumed], { status: 'suspended', pending, worked: ['look'] }));
        await store.investigations.keep(investigation('i1', { run: 'r1' }));
        assert.equal(await store.deleteSession(alice, 's1'), true);
        assert.equal(await store.session(alice, 's1'), undefined);
        assert.equal(await store.run(alice, 'r1'), undefined);
        assert.equal(await store.lastRun(alice, 's1'), undefined);
        assert.equal(await store.runOfApproval('shop', 'a1'), undefined);
        assert.equal(await store.toolHasWorked(alice, 's1', 'look'), false);
        assert.equal(await store.investigations.get('shop', 'i1'), undefined);
        assert.deepEqual(await store.events('r1', 0), []);
        assert.equal(await store.deleteSession(alice, 's1'), false);
      },
    },
    {
      name: 'keeps its own copy of what it is given',
      async run() {
        const store = await withRun(create);
        const draft = { type: 'run-resumed' as const, subject: 'alice' };
        await store.append(appendOf('r1', 0, [draft]));
        draft.subject = 'mallory';
        const [event] = await store.events('r1', 0);
        assert.equal(event?.type === 'run-resumed' ? event.subject : undefined, 'alice');
      },
    },
    {
      name: 'forgets everything that one person said, in one workspace or in all, and keeps the audit',
      async run() {
        const store = await withRun(create);
        await store.append(appendOf('r1', 0, [resumed], { audit: { entries: [auditEntry('a')], room: 9 } }));
        for (const [id, owner] of [
          ['s2', { workspace: 'shop' }],
          ['s3', { workspace: 'lab' }],
          ['s4', { subject: 'bob' }],
        ] as const) {
          await store.createSession(sessionRecord(id, owner));
          await store.createRun(runRecord(`run-of-${id}`, id, owner));
        }
        assert.equal(await store.deleteSubject('alice', 'shop'), 2);
        assert.deepEqual(await store.sessions(alice), []);
        assert.equal(await store.run(alice, 'r1'), undefined);
        assert.deepEqual(await store.events('r1', 0), []);
        assert.equal((await store.sessions({ subject: 'alice', workspace: 'lab' })).length, 1);
        assert.equal(await store.deleteSubject('alice'), 1);
        assert.deepEqual(await store.sessions({ subject: 'alice', workspace: 'lab' }), []);
        assert.equal((await store.run({ subject: 'bob', workspace: 'shop' }, 'run-of-s4'))?.id, 'run-of-s4');
        assert.equal((await store.audit.records(0, 9)).length, 1, 'audit records are the system of record');
      },
    },
    {
      name: 'makes a run durable with the session that it begins and its first events, or nothing of it',
      async run() {
        const store = await create();
        const stored = await store.createRun(runRecord('r1', 's1'), {
          session: sessionRecord('s1'),
          events: [resumed, resumed],
        });
        assert.deepEqual(
          stored.map(({ sequence, run, session, time }) => [sequence, run, session, time]),
          [1, 2].map((sequence) => [sequence, 'r1', 's1', '1970-01-01T00:00:00.002Z']),
        );
        assert.deepEqual(await store.events('r1', 0), stored);
        assert.equal((await store.run(alice, 'r1'))?.sequence, 2);
        assert.equal((await store.session(alice, 's1'))?.id, 's1');
        await store.append(appendOf('r1', 2, [resumed]));
        await store.createRun(runRecord('r2', 's1'), { events: [resumed] });
        assert.equal((await store.events('r2', 0)).length, 1);
        await assert.rejects(store.createRun(runRecord('r3', 's9'), { events: [resumed] }), (error) =>
          HexaopsError.is(error, 'not-found'),
        );
        assert.deepEqual(await store.events('r3', 0), []);
        assert.equal(await store.run(alice, 'r3'), undefined);
      },
    },
    {
      name: 'gives the youngest run of a session',
      async run() {
        const store = await withRun(create);
        assert.equal((await store.lastRun(alice, 's1'))?.id, 'r1');
        for (const id of ['r3', 'r2']) await store.createRun(runRecord(id, 's1'));
        await store.append(appendOf('r2', 0, [resumed], { status: 'completed' }));
        assert.deepEqual(await store.lastRun(alice, 's1'), await store.run(alice, 'r2'));
        for (const stranger of strangers) assert.equal(await store.lastRun(stranger, 's1'), undefined);
      },
    },
    {
      name: 'remembers with a session which tools have worked in it',
      async run() {
        const store = await withRun(create);
        await store.createRun(runRecord('r2', 's1'));
        await store.append(appendOf('r1', 0, [resumed], { worked: ['look', 'count'] }));
        await store.append(appendOf('r1', 1, [resumed], { worked: ['look'] }));
        await assert.rejects(store.append(appendOf('r2', 5, [resumed], { worked: ['scale'] })));
        assert.equal(await store.toolHasWorked(alice, 's1', 'look'), true);
        assert.equal(await store.toolHasWorked(alice, 's1', 'count'), true);
        assert.equal(await store.toolHasWorked(alice, 's1', 'scale'), false, 'an append that lost tells nothing');
        for (const stranger of strangers) assert.equal(await store.toolHasWorked(stranger, 's1', 'look'), false);
      },
    },
    ...approvalChecks(create),
    ...outboxChecks(create),
    ...budgetChecks(create),
    ...investigationChecks(create),
    ...alertChecks(create),
  ];
}
