import { randomUUID } from 'node:crypto';
import { createEngine } from '../../engine/create-engine.ts';
import type { Engine } from '../../engine/types.ts';
import { HexaopsError } from '../../errors.ts';
import { controlPlanePoint } from '../../extension/control-plane.ts';
import { type Store, storePoint } from '../../extension/store.ts';
import { defineWriteTool, toolPoint } from '../../extension/tool.ts';
import { definePlugin } from '../../plugin/plugin.ts';
import type { RuleSet } from '../../rules/index.ts';
import type { RunEvent } from '../../run/events.ts';
import { appendOf } from '../append.ts';
import { auditOf } from '../audit.ts';
import { collect, lastOf } from '../events.ts';
import { fakeCaller } from '../fake-caller.ts';
import { createFakeControlPlane, type FakeControlPlane } from '../fake-control-plane.ts';
import { assert, type Check } from './check.ts';
import { replicaOutboxChecks } from './replica-outbox.ts';

const alice = fakeCaller();
const owner = { subject: alice.subject, workspace: alice.workspace };
const resumed = { type: 'run-resumed', subject: 'alice' } as const;

const route: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'route',
  rules: [
    {
      id: 'route.open',
      match: { text: { phrases: ['open the shop'] } },
      then: [{ plan: { task: 'Open the shop', steps: [{ id: 'open', tool: 'open-shop' }] } }],
    },
  ],
};

/**
 * What every store must do that several processes share. `open` gives two stores over the same empty data, each with a
 * connection of its own. Their engines are two replicas, or one before a restart and one after it.
 */
export function replicaChecks(open: () => Promise<readonly [Store, Store]>): readonly Check[] {
  return [
    {
      name: 'of fifty appends through two connections one wins each sequence number, and nothing of the others is kept',
      async run() {
        const stores = await open();
        const run = await createRun(stores[0]);
        for (const sequence of [1, 2, 3]) {
          const results = await Promise.allSettled(
            Array.from({ length: 50 }, (_, index) =>
              (index % 2 === 0 ? stores[0] : stores[1]).append(
                appendOf(run, sequence - 1, [{ ...resumed, subject: `writer-${index}` }]),
              ),
            ),
          );
          const won = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
          const lost = results.filter((result) => result.status === 'rejected');
          assert.equal(won.length, 1);
          assert.deepEqual(
            lost.filter(({ reason }) => !HexaopsError.is(reason, 'conflict')),
            [],
          );
          for (const store of stores) assert.deepEqual(await store.events(run, sequence - 1), won[0]);
        }
        assert.equal((await stores[1].run(owner, run))?.sequence, 3);
      },
    },
    {
      name: 'a run that waits for an approval is gone on with by an engine that never saw it',
      async run() {
        const [before, after] = await open();
        const controlPlane = createFakeControlPlane();
        const asked = await withEngine(before, controlPlane, (engine) =>
          collect(engine.ask(alice, { message: 'open the shop' })),
        );
        const { run, session } = asked[0] ?? assert.fail('the run had no event');
        await withEngine(after, controlPlane, async (engine) => {
          assert.deepEqual(
            (await engine.approvals(alice)).map((pending) => pending.run),
            [run],
          );
          const done = await collect(engine.decide(alice, approve(asked)));
          assert.equal(lastOf(done, 'run-finished').status, 'completed');
          const told = await collect(engine.events(alice, run, 0));
          assert.deepEqual(
            told.map(({ sequence }) => sequence),
            told.map((_, index) => index + 1),
          );
          assert.deepEqual(told, [...asked, ...done]);
          assert.equal((await engine.history(alice, session))[0]?.content, 'open the shop');
        });
        assert.equal(controlPlane.performed.length, 1);
      },
    },
    {
      name: 'of two engines that hear the same approval at once one goes on, and the other is told',
      async run() {
        const [left, right] = await open();
        const controlPlane = createFakeControlPlane();
        await withEngine(left, controlPlane, (first) =>
          withEngine(right, controlPlane, async (second) => {
            const asked = await collect(first.ask(alice, { message: 'open the shop' }));
            const { run } = asked[0] ?? assert.fail('the run had no event');
            const decide = (engine: Engine) =>
              collect(engine.resume(alice, run, { kind: 'decision', decision: approve(asked) }));
            const results = await Promise.allSettled([decide(first), decide(second)]);
            const lost = results.filter((result) => result.status === 'rejected');
            assert.equal(lost.length, 1);
            assert.ok(
              HexaopsError.is(lost[0]?.reason, 'conflict') || HexaopsError.is(lost[0]?.reason, 'approval-not-found'),
              String(lost[0]?.reason),
            );
            assert.equal(controlPlane.performed.length, 1, 'what was approved once is done once');
            const { id } = approve(asked);
            assert.deepEqual(
              (await auditOf(right)).map((entry) => entry.id),
              [`${id}:intent`, `${id}:outcome`],
              'and recorded once',
            );
          }),
        );
      },
    },
    ...replicaOutboxChecks(open),
  ];
}

async function createRun(store: Store): Promise<string> {
  const [session, id, now] = [randomUUID(), randomUUID(), Date.now()];
  await store.createSession({ ...owner, id: session, createdAt: now, lastUsedAt: now, title: 't' });
  await store.createRun({ ...owner, id, session, createdAt: now, sequence: 0, status: 'running' });
  return id;
}

/** An engine over the store that has one change to make, and asks before it. */
async function withEngine<T>(
  store: Store,
  controlPlane: FakeControlPlane,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const shop = definePlugin({
    register(api) {
      api.contribute(storePoint, store);
      api.contribute(controlPlanePoint, controlPlane);
      api.contribute(
        toolPoint,
        defineWriteTool({
          name: 'open-shop',
          worker: 'shop',
          description: 'Opens the shop.',
          input: { type: 'object', additionalProperties: false },
          operation: () => ({ operation: 'open', target: 'shop', parameters: {} }),
          preview: async () => ({ summary: 'Open the shop', resourceVersion: '1', changes: [] }),
          verify: async () => ({ state: 'applied', summary: 'the shop is open', evidence: [] }),
        }),
      );
    },
  });
  await using engine = await createEngine({ plugins: [shop], config: { ruleSets: [route] } });
  return await work(engine);
}

function approve(asked: readonly RunEvent[]) {
  return { id: lastOf(asked, 'approval-required').approval.id, decision: 'approve' as const };
}
