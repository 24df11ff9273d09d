import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Store } from '@hexaops/core';
import { collect, createMemoryStore, fakeCaller } from '@hexaops/core/testing';
import { type Reply, startService } from '../support/service.ts';
import { openShop } from '../support/shop.ts';

const never = '0'.repeat(32);

/** All of an answer that could tell one 404 from another; its id, its time and how long it took cannot. */
function told({ status, headers, text }: Reply, id: string): string {
  const { date: _, 'x-request-id': __, ...rest } = headers;
  const body = JSON.parse(text) as Record<string, unknown>;
  assert.ok(!text.includes(id) || id === never);
  return JSON.stringify([status, rest, { ...body, instance: '' }]);
}

describe('somebody else\u2019s session', () => {
  test('ten thousand pairs of a stranger and another\u2019s session: the 404 of what never was', async (t) => {
    await using service = await startService();
    const people = Array.from({ length: 101 }, (_, index) => ({
      sub: index % 2 === 0 ? `user-${index}` : `user-${index - 1}`,
      active_workspace_id: index % 2 === 0 ? 'shop' : 'lab',
    }));
    const tokens = people.map((claims) => service.minter.mint(claims));
    const owned = await Promise.all(
      tokens.map(async (token) => {
        const { text } = await service.send({ token, body: { message: 'what can you do?' } });
        const { session_id: session, run_id: run } = JSON.parse(text) as { session_id: string; run_id: string };
        return { session, run };
      }),
    );
    const doors: readonly ((token: string, ids: { session: string; run: string }) => Promise<Reply>)[] = [
      (token, { session }) => service.send({ token, method: 'GET', path: `/v1/chat?session=${session}` }),
      (token, { session }) => service.send({ token, method: 'DELETE', path: `/v1/chat?session=${session}` }),
      (token, { session }) => service.send({ token, body: { message: 'x', session_id: session } }),
      (token, { run }) => service.send({ token, method: 'GET', path: `/v1/chat?run=${run}` }),
      (token, { run }) => service.send({ token, body: { run_id: run, resume: true } }),
      (token, { run }) => service.send({ token, body: { run_id: run, cancel: true } }),
    ];
    const absent = await Promise.all(
      doors.map(async (door) => told(await door(tokens[0] ?? '', { session: never, run: never }), never)),
    );
    let pairs = 0;
    let distinguishable = 0;
    for (const [index, token] of tokens.entries()) {
      const others = owned.flatMap((ids, owner) =>
        owner === index ? [] : [{ ids, door: (index + owner) % doors.length }],
      );
      const replies = await Promise.all(
        others.map(async ({ ids, door }) => ({
          door,
          said: told((await doors[door]?.(token, ids)) as Reply, ids.session),
        })),
      );
      pairs += replies.length;
      distinguishable += replies.filter(({ door, said }) => said !== absent[door]).length;
    }
    assert.equal(distinguishable, 0);
    assert.ok(pairs >= 10_000);
    for (const [index, { session }] of owned.entries()) {
      const { status } = await service.send({
        token: tokens[index] ?? '',
        method: 'GET',
        path: `/v1/chat?session=${session}`,
      });
      assert.equal(status, 200, 'their owners have them still');
    }
    t.diagnostic(
      `figure: ${pairs.toLocaleString('en')} cross pairs through ${doors.length} doors, ${distinguishable} distinguishable from what never was`,
    );
  });

  test('no store is asked for what cannot be an id', async (t) => {
    const asked: string[] = [];
    const store = createMemoryStore();
    const watched: Store = {
      ...store,
      run: (owner, id) => (asked.push(id), store.run(owner, id)),
      session: (owner, id) => (asked.push(id), store.session(owner, id)),
    };
    const { engine } = await openShop({ store: watched });
    const caller = fakeCaller();
    const odd = [
      '',
      '../x',
      '%2e%2e',
      "' or 1=1 --",
      'a\0b',
      '__proto__',
      'A'.repeat(32),
      'g'.repeat(32),
      'x'.repeat(100_000),
      `${never}0`,
    ];
    for (const id of odd) {
      await assert.rejects(engine.history(caller, id));
      await assert.rejects(engine.deleteSession(caller, id));
      await assert.rejects(collect(engine.events(caller, id, 0)));
      await assert.rejects(collect(engine.resume(caller, id, { kind: 'reauthenticated' })));
      await assert.rejects(collect(engine.ask(caller, { message: 'x', session: id })));
    }
    assert.deepEqual(asked, []);
    t.diagnostic(`figure: ${odd.length * 5} look-ups by what is no id, ${asked.length} reach the store`);
  });

  test('ids are 128 random bits', async (t) => {
    const { engine } = await openShop();
    const ids: string[] = [];
    for (let index = 0; index < 1000; index++) {
      const [first] = await collect(
        engine.ask(fakeCaller({ subject: `user-${index}` }), { message: 'what can you do?' }),
      );
      ids.push(first?.session ?? '', first?.run ?? '');
    }
    for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(new Set(ids).size, ids.length);
    // Of so many each bit is set in about half: outside of 0.4 to 0.6 by chance less than once in 10^17 runs.
    const ones = Array.from(
      { length: 128 },
      (_, bit) => ids.filter((id) => (BigInt(`0x${id}`) >> BigInt(bit)) & 1n).length / ids.length,
    );
    assert.deepEqual(
      ones.filter((share) => share < 0.4 || share > 0.6),
      [],
    );
    t.diagnostic(
      `figure: ${ids.length.toLocaleString('en')} ids, ${ids.length - new Set(ids).size} twice, each of 128 bits set in 40 to 60 %`,
    );
  });
});
