import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunEvent } from '../run/events.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { appendOf } from '../testing/append.ts';
import { tamperedStore } from './testing/broken-store.ts';
import { allowEverything, approve, createShop, openShop } from './testing/shop.ts';

const alice = fakeCaller();
const question = { message: 'scale checkout to 3' };

/** Every way to a text, number or boolean inside a value. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

/** The value with one byte changed at the path. */
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

describe('an approval in the store', () => {
  test('of which one byte is changed executes nothing, whichever it is of what is bound and shown', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    const { approval } = lastOf(asked, 'approval-required');
    const paths = leaves(approval).filter(([field]) =>
      ['hash', 'bytes', 'changes', 'id', 'step'].includes(field ?? ''),
    );
    assert.ok(paths.length >= 16);
    const owner = { subject: alice.subject, workspace: alice.workspace };
    for (const path of paths) {
      // Approved as it was; changed before it is carried out, by a process that sees another store.
      const own = createShop();
      const before = await openShop(own);
      const events = await collect(before.ask(alice, question));
      const run = events[0]?.run ?? '';
      const session = events[0]?.session ?? '';
      await own.store.append(
        appendOf(run, events.length, [
          { type: 'approval-decided', approval: approve(events).id, decision: 'approve', by: 'alice' },
          { type: 'run-resumed', subject: 'alice' },
        ]),
      );
      const change = (event: RunEvent): RunEvent =>
        event.type === 'approval-required'
          ? ({ ...event, approval: changed(event.approval, path) } as RunEvent)
          : event;
      const after = await openShop(own, { store: tamperedStore(own.store, change) });
      await collect(after.resume(alice, run, { kind: 'reauthenticated' }));
      assert.deepEqual(own.effects, [], path.join('.'));
      assert.equal((await own.store.runsOfSession(owner, session)).length, 1);
    }
  });

  test('of which the approvers are struck out is not enough for the rules of this moment', async () => {
    const fourEyes = {
      ...allowEverything,
      rules: [{ id: 'guard.eyes', match: { effect: 'write' }, then: [{ requireApproval: { fourEyes: true } }] }],
    } as const;
    const byRole = {
      ...allowEverything,
      rules: [{ id: 'guard.role', match: { effect: 'write' }, then: [{ requireApproval: { role: 'admin' } }] }],
    } as const;
    for (const set of [fourEyes, byRole]) {
      const shop = createShop();
      const change = (event: RunEvent): RunEvent =>
        event.type === 'approval-required'
          ? { ...event, approval: { ...event.approval, fourEyes: false, roles: [] } }
          : event;
      const engine = await openShop(shop, { sets: [set], store: tamperedStore(shop.store, change) });
      const asked = await collect(engine.ask(alice, question));
      const events = await collect(engine.decide(alice, approve(asked)));
      assert.equal(lastOf(events, 'step-finished').error?.code, 'approval-mismatch');
      assert.deepEqual(shop.effects, []);
    }
  });

  test('is carried out once, and what is intended in the store is never more than what was approved', async () => {
    for (const path of [
      'operation',
      'target',
      'parameters.replicas',
      'idempotencyKey',
      'approval',
      'arguments.replicas',
    ]) {
      const shop = createShop();
      const engine = await openShop(shop);
      const asked = await collect(engine.ask(alice, question));
      const [{ run }] = asked as [RunEvent];
      const { approval } = lastOf(asked, 'approval-required');
      const intent = {
        step: 'scale',
        idempotencyKey: approval.id,
        approval: approval.id,
        operation: approval.bytes.operation,
        target: approval.bytes.target,
        parameters: approval.bytes.parameters,
        arguments: approval.bytes.arguments,
      };
      await shop.store.append(
        appendOf(run, asked.length, [
          { type: 'approval-decided', approval: approval.id, decision: 'approve', by: 'alice' },
          { type: 'run-resumed', subject: 'alice' },
          { type: 'operation-intended', intent: changed(intent, path.split('.')) as typeof intent },
        ]),
      );
      const events = await collect(engine.resume(alice, run, { kind: 'reauthenticated' }));
      assert.deepEqual(shop.effects, [], path);
      assert.notEqual(lastOf(events, 'operation-finished').outcome, 'applied');
    }
  });
});

describe('hooks and readers', () => {
  test('that keep the arguments and change them after they were judged change nothing', async () => {
    const kept: Record<string, unknown>[] = [];
    const shop = createShop();
    const engine = await openShop(shop, {
      sets: [allowEverything],
      plugin: (api) => {
        api.tap('toolCall', (call) => {
          if (call.effect === 'read') return call;
          const mine = { ...call.arguments };
          kept.push(mine);
          return { ...call, arguments: mine };
        });
        api.tap('runEvent', ({ type }) => {
          if (type === 'guard-decided') for (const each of kept) each['replicas'] = 0;
        });
      },
    });
    await collect(engine.ask(alice, question));
    assert.deepEqual(shop.effects, [3]);
  });

  test('are not asked for other arguments once there is an approval', async () => {
    let calls = 0;
    const shop = createShop();
    const engine = await openShop(shop, {
      plugin: (api) =>
        api.tap('toolCall', (call) => {
          if (call.effect === 'read') return call;
          calls += 1;
          return { ...call, arguments: { ...call.arguments, replicas: calls === 1 ? 3 : 9 } };
        }),
    });
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual([shop.effects, calls], [[3], 1]);
  });

  test('cannot change an event that they are given', async () => {
    const shop = createShop();
    const failures: unknown[] = [];
    const engine = await openShop(shop, {
      plugin: (api) =>
        api.tap('runEvent', (event) => {
          if (event.type !== 'approval-required') return;
          try {
            (event.approval.bytes.arguments as Record<string, unknown>)['replicas'] = 0;
          } catch (error) {
            failures.push(error);
          }
        }),
    });
    const asked = await collect(engine.ask(alice, question));
    assert.equal(failures.length, 1);
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(shop.effects, [3]);
    assert.equal(eventsOf(asked, 'approval-required').length, 1);
  });
});
