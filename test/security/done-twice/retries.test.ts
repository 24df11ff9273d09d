import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, createMemoryStore, fakeCaller } from '@hexaops/core/testing';
import { startService } from '../support/service.ts';
import { approve, openShop } from '../support/shop.ts';

describe('one change', () => {
  test('a hundred approvals of one change at once: one effect', async (t) => {
    await using service = await startService();
    const token = service.minter.mint();
    const asked = await service.send({ token, body: { message: 'scale checkout to 3' } });
    const { approval } = JSON.parse(asked.text) as { readonly approval: { readonly id: string } };
    const decision = { approval: { id: approval.id, decision: 'approve' } };
    const replies = await Promise.all(Array.from({ length: 100 }, () => service.send({ token, body: decision })));
    const { calls } = service.controlPlane;
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.headers['idempotency-key'], approval.id);
    assert.equal(replies.filter(({ status }) => status < 300).length, 1);
    assert.deepEqual(
      replies.filter(({ status }) => status >= 500),
      [],
    );
    t.diagnostic(`figure: 100 approvals at once, ${calls.length} effect`);
  });

  test('two replicas on one store that approve at once: one effect', async (t) => {
    let effects = 0;
    for (let round = 0; round < 25; round++) {
      const store = createMemoryStore();
      const replicas = await Promise.all([openShop({ store }), openShop({ store })]);
      const asked = await collect(replicas[0].engine.ask(fakeCaller(), { message: 'scale checkout to 3' }));
      await Promise.allSettled(replicas.map(({ engine }) => collect(engine.decide(fakeCaller(), approve(asked)))));
      effects += replicas.reduce((sum, { controlPlane }) => sum + controlPlane.performed.length, 0);
    }
    assert.equal(effects, 25);
    t.diagnostic(`figure: 25 changes approved by two replicas at once, ${effects} effects`);
  });
});
