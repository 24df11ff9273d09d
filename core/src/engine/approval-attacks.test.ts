import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { ControlPlane } from '../extension/control-plane.ts';
import type { RuleSet } from '../rules/index.ts';
import type { RunEvent } from '../run/events.ts';
import { hashOf } from '../run/approval.ts';
import { renderApproval } from '../run/approval-rendering.ts';
import { collect, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { tamperedStore } from './testing/broken-store.ts';
import { allowEverything, approve, createShop, openShop, runOf, type Shop } from './testing/shop.ts';

const alice = fakeCaller();
const question = { message: 'scale checkout to 3' };
const resumed = { kind: 'reauthenticated' } as const;

function requiring(...requirements: readonly object[]): RuleSet {
  return {
    apiVersion: 'hexaops/v1',
    kind: 'RuleSet',
    stage: 'guard',
    rules: requirements.map((requireApproval, index) => ({
      id: `guard.require-${index}`,
      match: { effect: 'write' },
      then: [{ requireApproval }],
    })),
  };
}

/** Approved, and then carried out by an engine that reads the store so. */
async function carriedOut(shop: Shop, change: (event: RunEvent) => RunEvent): Promise<readonly RunEvent[]> {
  const asked = await collect((await openShop(shop)).ask(alice, question));
  const { id } = approve(asked);
  await shop.store.append({
    run: runOf(asked),
    after: asked.length,
    events: [
      { type: 'approval-decided', approval: id, decision: 'approve', by: 'alice' },
      { type: 'run-resumed', subject: 'alice' },
    ],
    status: 'running',
    now: Date.now(),
    pending: null,
  });
  const engine = await openShop(shop, { store: tamperedStore(shop.store, change) });
  return collect(engine.resume(alice, runOf(asked), resumed));
}

const code = (events: readonly RunEvent[]) => lastOf(events, 'step-finished').error?.code;

describe('who may approve', () => {
  test('must meet every rule that asks for a role: a laxer one of another layer loosens nothing', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [requiring({ role: 'platform-admin' }, { role: 'developer' })] });
    const asked = await collect(engine.ask(alice, question));
    for (const roles of [['developer'], ['platform-admin'], []]) {
      const other = fakeCaller({ subject: 'bob', roles });
      assert.deepEqual(await engine.approvals(other), []);
      await assert.rejects(collect(engine.decide(other, approve(asked))), { code: 'approval-not-found' });
    }
    const both = fakeCaller({ subject: 'bob', roles: ['developer', 'platform-admin'] });
    await collect(engine.decide(both, approve(asked)));
    await collect(engine.resume(alice, runOf(asked), resumed));
    assert.deepEqual(shop.effects, [3]);
  });

  test('must be allowed to change things: a colleague who may only read is no second pair of eyes', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [requiring({ fourEyes: true })] });
    const asked = await collect(engine.ask(alice, question));
    const reader: Caller = { ...fakeCaller({ subject: 'bob' }), permissions: ['aiops:read'] };
    assert.deepEqual(await engine.approvals(reader), []);
    await assert.rejects(collect(engine.decide(reader, approve(asked))), { code: 'approval-not-found' });
    const colleague: Caller = { ...fakeCaller({ subject: 'bob' }), permissions: ['aiops:remediate'] };
    assert.equal((await engine.approvals(colleague)).length, 1);
  });

  test('is nobody of another workspace, and not the requester under another token', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [requiring({ fourEyes: true })] });
    const asked = await collect(engine.ask(alice, question));
    const elsewhere = fakeCaller({ subject: 'bob', workspace: 'lab' });
    await assert.rejects(collect(engine.decide(elsewhere, approve(asked))), { code: 'approval-not-found' });
    const again = fakeCaller({ token: 'another-token-of-alice' });
    await assert.rejects(collect(engine.decide(again, approve(asked))), { code: 'approval-not-allowed' });
    assert.deepEqual(shop.effects, []);
  });

  test('must be let make the change by the control plane, where that can be asked', async () => {
    const shop = createShop();
    const controlPlane: ControlPlane = {
      ...shop.controlPlane,
      dryRun: async ({ subject }) => {
        if (subject === 'bob') throw new HexaopsError('forbidden', 'bob is a viewer');
        return { message: 'would be scaled' };
      },
    };
    const trying = { ...shop, controlPlane: { ...shop.controlPlane, ...controlPlane } };
    const engine = await openShop(trying, { sets: [requiring({ fourEyes: true })] });
    const asked = await collect(engine.ask(alice, question));
    const decided = collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked)));
    await assert.rejects(decided, { code: 'approval-not-allowed' });
    assert.equal((await engine.approvals(alice)).length, 1, 'it still waits');
    await collect(engine.decide(fakeCaller({ subject: 'erin' }), approve(asked)));
    await collect(engine.resume(alice, runOf(asked), resumed));
    assert.deepEqual(shop.effects, [3]);
  });

  test('is nobody whom the store alone names: at execution the rules of this moment are asked', async () => {
    const shop = createShop();
    const struck = (event: RunEvent): RunEvent =>
      event.type === 'approval-required'
        ? { ...event, approval: { ...event.approval, roles: [], fourEyes: true } }
        : event;
    const store = tamperedStore(shop.store, struck);
    const engine = await openShop(shop, { sets: [requiring({ role: 'platform-admin' })], store });
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked)));
    assert.equal(code(await collect(engine.resume(alice, runOf(asked), resumed))), 'approval-mismatch');
    assert.deepEqual(shop.effects, []);
  });

  test('decides, and does not act: the change waits for the requester, and carries the requester\u2019s token', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [requiring({ fourEyes: true })] });
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked)));
    assert.deepEqual(shop.effects, []);
    await collect(engine.resume(alice, runOf(asked), resumed));
    assert.deepEqual(
      shop.controlPlane.performed.map(({ subject, bearer }) => [subject, bearer]),
      [['alice', 'token-of-alice']],
    );
  });
});

describe('a caller whose token permits no changes', () => {
  const reader: Caller = { ...alice, permissions: ['aiops:read', 'aiops:analyze'] };

  test('changes nothing, whatever the rules allow', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    const events = await collect(engine.ask(reader, question));
    assert.equal(lastOf(events, 'guard-decided').decision, 'deny');
    assert.deepEqual(shop.effects, []);
  });
});

describe('an approval', () => {
  test('cannot be moved to another run: its bytes name the run and the step', async () => {
    for (const place of ['run', 'step'] as const) {
      const shop = createShop();
      const events = await carriedOut(shop, (event) => {
        if (event.type !== 'approval-required') return event;
        const bytes = { ...event.approval.bytes, [place]: 'of-another' };
        const rendering = renderApproval(bytes, event.approval.provenance);
        return { ...event, approval: { ...event.approval, bytes, rendering, hash: hashOf(bytes) } };
      });
      assert.equal(code(events), 'approval-mismatch', place);
      assert.deepEqual(shop.effects, []);
    }
  });

  test('cannot be used again under another id, which would be another idempotency key', async () => {
    const shop = createShop();
    const events = await carriedOut(shop, (event) => {
      if (event.type === 'approval-required') return { ...event, approval: { ...event.approval, id: 'another' } };
      return event.type === 'approval-decided' ? { ...event, approval: 'another' } : event;
    });
    assert.equal(code(events), 'approval-mismatch');
    assert.deepEqual(shop.effects, []);
  });

  test('of which a screen was shown something else is neither approved nor carried out', async () => {
    const lie = (event: RunEvent): RunEvent =>
      event.type === 'approval-required'
        ? { ...event, approval: { ...event.approval, rendering: ['"Restart checkout"'], summary: 'Restart checkout' } }
        : event;
    const shop = createShop();
    assert.equal(code(await carriedOut(shop, lie)), 'approval-mismatch');
    const asked = await collect((await openShop(createShop())).ask(alice, question));
    assert.ok(lastOf(asked, 'approval-required').approval.rendering?.includes('  + 3'));
    const other = createShop();
    const waiting = await collect((await openShop(other)).ask(alice, question));
    const engine = await openShop(other, { store: tamperedStore(other.store, lie) });
    await assert.rejects(collect(engine.decide(alice, approve(waiting))), { code: 'approval-mismatch' });
    assert.deepEqual([shop.effects, other.effects], [[], []]);
  });

  test('holds only while the object has the version that was looked at', async () => {
    const shop = createShop();
    shop.version = 'generation 4';
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    shop.version = 'generation 5';
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.match(lastOf(events, 'step-finished').error?.message ?? '', /has changed since it was approved/);
    assert.deepEqual(shop.effects, []);
  });

  test('holds only while the object would change as the screen said, also where it has no version', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    shop.replicas = 5;
    assert.equal(code(await collect(engine.decide(alice, approve(asked)))), 'approval-mismatch');
    assert.deepEqual(shop.effects, []);
  });

  test('is given for what the screen showed: with the hash of another it is refused', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    const other = { ...approve(asked), hash: '0'.repeat(64) };
    await assert.rejects(collect(engine.decide(alice, other)), { code: 'approval-mismatch' });
    assert.equal((await engine.approvals(alice)).length, 1, 'it still waits');
    assert.deepEqual(shop.effects, []);
  });

  test('that has expired is not opened again by a replica whose clock is behind', async () => {
    const shop = createShop();
    const start = Date.UTC(2026, 0, 1);
    const caller = fakeCaller({ expiresAt: start + 86_400_000 });
    const ahead = await openShop(shop, {
      now: () => start + 60_000,
      sets: [requiring({ fourEyes: true, expiresIn: '1m' })],
    });
    const asked = await collect(ahead.ask(caller, question));
    const late = await openShop(shop, { now: () => start + 119_999, sets: [requiring({ fourEyes: true })] });
    await collect(late.decide(fakeCaller({ subject: 'bob', expiresAt: start + 86_400_000 }), approve(asked)));
    // What is written last says that it is past the expiry, whatever this replica's clock says.
    const run = runOf(asked);
    const { length } = await shop.store.events(run, 0);
    await shop.store.append({
      run,
      after: length,
      events: [{ type: 'run-resumed', subject: 'alice' }],
      status: 'running',
      now: start + 120_000,
      pending: null,
    });
    const behind = await openShop(shop, { now: () => start, sets: [requiring({ fourEyes: true })] });
    const events = await collect(behind.resume(caller, run, resumed));
    assert.equal(code(events), 'approval-expired');
    assert.deepEqual(shop.effects, []);
  });

  test('is used once: decided again, resumed again and asked again it changes nothing more', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => collect(engine.decide(alice, approve(asked)))),
    );
    assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1);
    await assert.rejects(collect(engine.decide(alice, approve(asked))), { code: 'approval-not-found' });
    await assert.rejects(collect(engine.resume(alice, runOf(asked), resumed)), { code: 'conflict' });
    assert.deepEqual(shop.effects, [3]);
  });

  test('says of each argument where it comes from, in words', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const { approval } = lastOf(await collect(engine.ask(alice, question)), 'approval-required');
    assert.ok(approval.rendering?.includes('  asked for: you wrote "3"'));
    const planned = await openShop(createShop(), {
      plugin: (api) =>
        api.tap('plan', () => ({
          task: 't',
          steps: [
            {
              id: 's',
              tool: 'scale',
              worker: '',
              effect: 'write',
              arguments: { name: 'checkout', replicas: 2 },
              needs: [],
              provenance: {},
            },
          ],
          madeBy: { model: 'small-model' },
          tainted: false,
        })),
    });
    const made = lastOf(await collect(planned.ask(alice, question)), 'approval-required').approval;
    assert.ok(made.rendering?.includes('  NOT TRUSTED: made by the model small-model'));
  });
});
