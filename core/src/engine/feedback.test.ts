import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RatedRun } from '../hooks/hooks.ts';
import { collect } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createShop, openShop, runOf } from './testing/shop.ts';

const alice = fakeCaller();

async function open() {
  const heard: RatedRun[] = [];
  const engine = await openShop(createShop(), {
    plugin: (api) => {
      api.tap('feedback', (rated) => {
        heard.push(rated);
        throw new Error('an observer’s own affair');
      });
    },
  });
  return { engine, heard, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

describe('what a person thinks of a run', () => {
  test('is told to whoever observes it, with the run as it is', async () => {
    await using stage = await open();
    const events = await collect(stage.engine.ask(alice, { message: 'hello' }));
    await stage.engine.feedback(alice, runOf(events), { score: 0.5, comment: 'so so' });
    const [rated] = stage.heard;
    assert.deepEqual(rated?.feedback, { score: 0.5, comment: 'so so' });
    assert.deepEqual(rated.events, events);
  });

  test('carries no token of theirs', async () => {
    await using stage = await open();
    const events = await collect(stage.engine.ask(alice, { message: 'hello' }));
    const comment = `my token is ${alice.token?.reveal()}`;
    await stage.engine.feedback(alice, runOf(events), { score: 1, comment });
    assert.equal(stage.heard[0]?.feedback.comment, 'my token is [redacted]');
  });

  test('is of a run of their own alone', async () => {
    await using stage = await open();
    const run = runOf(await collect(stage.engine.ask(alice, { message: 'hello' })));
    for (const other of [fakeCaller({ subject: 'mallory' }), fakeCaller({ workspace: 'lab' })]) {
      await assert.rejects(stage.engine.feedback(other, run, { score: 1 }), { code: 'not-found' });
    }
    assert.deepEqual(stage.heard, []);
  });

  test('is a number from 0 to 1', async () => {
    await using stage = await open();
    for (const score of [-0.1, 1.1, Number.NaN, Infinity]) {
      await assert.rejects(stage.engine.feedback(alice, 'x', { score }), { code: 'input-invalid' });
    }
  });

  test('is refused in words where nobody keeps it', async () => {
    await using engine = await openShop(createShop());
    const run = runOf(await collect(engine.ask(alice, { message: 'hello' })));
    await assert.rejects(engine.feedback(alice, run, { score: 1 }), { code: 'not-implemented' });
  });
});
