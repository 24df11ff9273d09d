import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { approve, createShop, findingOf, openShop, runOf, textEvidence } from '../engine/testing/shop.ts';
import { collect } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import type { RunEvent, RunEventBody } from './events.ts';
import { RunJournal } from './journal.ts';
import { deepFreeze } from './plain.ts';
import { apply, initialState } from './state.ts';
import { createMemoryStore } from '../store/memory.ts';

const alice = fakeCaller();

/** Runs of several kinds, from their first event to their last. */
async function runs(): Promise<readonly (readonly RunEvent[])[]> {
  const shop = createShop();
  shop.result = () => ({ evidence: [textEvidence('x')], findings: [findingOf()], unavailable: [] });
  const engine = await openShop(shop);
  const remedied = await collect(engine.ask(alice, { message: 'what is wrong?' }));
  await collect(engine.decide(alice, approve(remedied)));
  const rejected = await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
  await collect(engine.decide(alice, { id: approve(rejected).id, decision: 'reject' }));
  shop.names = ['checkout-1', 'checkout-2'];
  const asked = await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
  await collect(engine.resume(alice, runOf(asked), { kind: 'input', value: '2' }));
  const ids = [remedied, rejected, asked].map(runOf);
  return Promise.all(ids.map((id) => collect(engine.events(alice, id, 0))));
}

describe('the state of a run', () => {
  test('is the same folded at once, in two parts, or by a journal as it went', async () => {
    for (const events of await runs()) {
      const store = createMemoryStore();
      const [first] = events;
      assert.ok(first);
      const { run, session } = first;
      await store.createSession({ ...alice, id: session, createdAt: 1, lastUsedAt: 1, title: '' });
      await store.createRun({ ...alice, id: run, session, createdAt: 1, sequence: 0, status: 'running' });
      const options = { store, now: () => 1, observe: () => undefined, redact: (text: string) => text };
      const journal = new RunJournal({ run, session }, options, []);
      for (const [index, event] of events.entries()) {
        const { run: _r, session: _s, sequence: _q, time: _t, version: _v, ...body } = event;
        await journal.append(body);
        const prefix = events.slice(0, index + 1);
        const whole = prefix.reduce(apply, initialState);
        assert.deepEqual(journal.state, whole);
        assert.equal((await store.run(alice, run))?.status, whole.status);
      }
      fc.assert(
        fc.property(fc.nat({ max: events.length }), (cut) => {
          const before = events.slice(0, cut).reduce(apply, initialState);
          assert.deepEqual(events.slice(cut).reduce(apply, before), events.reduce(apply, initialState));
        }),
      );
    }
  });

  test('changes nothing that it was made from: neither the state before nor the event', async () => {
    for (const events of await runs()) {
      let state = initialState;
      for (const event of events) {
        const before = structuredClone(state);
        const next = apply(state, deepFreeze(structuredClone(event)));
        assert.deepEqual(state, before, event.type);
        state = next;
      }
    }
  });

  test('is changed by no event of a later release, wherever it comes', async () => {
    const later = { type: 'mind-read', thought: { status: 'completed' } } as unknown as RunEventBody;
    for (const events of await runs()) {
      const whole = events.reduce(apply, initialState);
      fc.assert(
        fc.property(fc.nat({ max: events.length }), (place) => {
          const mixed: readonly RunEventBody[] = [...events.slice(0, place), later, ...events.slice(place)];
          assert.deepEqual(mixed.reduce(apply, initialState), whole);
        }),
      );
    }
  });
});
