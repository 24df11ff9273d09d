import { verifyChain } from '../../audit/verify.ts';
import { HexaopsError } from '../../errors.ts';
import type { AuditRecord } from '../../extension/audit.ts';
import type { Store } from '../../extension/store.ts';
import { appendOf } from '../append.ts';
import { assert } from './check.ts';
import { auditEntry, resumed } from './fixtures.ts';

const steps = 30;
const room = 9;
const sinks = ['left', 'right'];
const workspaces = ['shop', 'lab'];

/** Uses an empty outbox in an order that the seed gives, and holds it to what it has to keep. */
export async function walk(store: Store, seed: number): Promise<void> {
  const { audit } = store;
  const choose = chooser(seed);
  const written: AuditRecord[] = [];
  const delivered = new Map(sinks.map((sink) => [sink, 0]));
  let [appends, pruned] = [0, 0];
  await audit.register(sinks);
  const waiting = () => written.length - Math.min(...delivered.values());

  const moves: readonly (() => Promise<void>)[] = [
    async () => {
      const entries = Array.from({ length: 1 + choose(3) }, (_, index) =>
        auditEntry(`${appends}-${index}`, { workspace: workspaces[choose(2)] ?? 'shop' }),
      );
      const isOutcome = choose(4) === 0;
      const fits = isOutcome || waiting() + entries.length <= room;
      const options = { now: appends, audit: { entries, room: isOutcome ? Infinity : room } };
      try {
        await store.append(appendOf('r1', appends, [resumed], options));
        assert.ok(fits, `seed ${seed}: there was no room`);
        appends += 1;
        written.push(...(await audit.records(written.length, 1_000)));
      } catch (error) {
        if (!HexaopsError.is(error, 'audit-full')) throw error;
        assert.ok(!fits, `seed ${seed}: there was room`);
      }
    },
    async () => {
      const sink = sinks[choose(2)] ?? 'left';
      const from = delivered.get(sink) ?? 0;
      const batch = await audit.batch(sink, 1 + choose(5), choose(2) === 0 ? Infinity : choose(1_500));
      if (batch === undefined) return assert.equal(from, written.length, `seed ${seed}: something waits`);
      assert.deepEqual(batch.records, written.slice(from, from + batch.records.length), `seed ${seed}`);
      // Now and then whoever ships dies before it can say so, and somebody else says something old.
      if (choose(3) === 0) return audit.acknowledge(sink, 'an old batch');
      await audit.acknowledge(sink, batch.id);
      delivered.set(sink, from + batch.records.length);
    },
    async () => {
      const before = choose(appends + 2);
      pruned += await audit.prune(before);
      assert.ok(pruned <= Math.min(...delivered.values()), `seed ${seed}: what a sink does not have was removed`);
    },
    async () => {
      await audit.register(sinks.toReversed());
    },
  ];
  for (let step = 0; step < steps; step++) {
    await moves[Math.max(0, choose(moves.length + 3) - 3)]?.();
    assert.equal((await audit.waiting()).records, waiting(), `seed ${seed}, step ${step}`);
    assert.deepEqual(await audit.records(0, 1_000), written.slice(pruned), `seed ${seed}, step ${step}`);
  }
  const heads = await audit.heads();
  assert.deepEqual((await verifyChain(written, { heads })).problems, [], `seed ${seed}`);
}

/** Whole numbers from 0 to below the bound, always the same for a seed: a linear congruence, of which the high bits are used. */
function chooser(seed: number): (bound: number) => number {
  let state = BigInt(seed) * 0x9e37_79b9_7f4a_7c15n;
  return (bound) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number((state >> 33n) % BigInt(bound));
  };
}
