import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { type KeptWords, keptWordsPoint } from '../extension/kept-words.ts';
import { collect } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createShop, openShop } from './testing/shop.ts';

const alice = fakeCaller();
const owner = { subject: 'alice', workspace: 'shop' };

/** A plugin that keeps words, and what it was told to delete. */
async function open(fails: { with?: Error } = {}) {
  const deleted: unknown[] = [];
  const remove = async (what: unknown) => {
    if (fails.with !== undefined) throw fails.with;
    deleted.push(what);
  };
  const kept: KeptWords = {
    id: 'notebook',
    deleteSession: ({ subject, workspace }, session) => remove([subject, workspace, session]),
    deleteAll: ({ subject, workspace }) => remove([subject, workspace]),
  };
  const engine = await openShop(createShop(), { plugin: (api) => api.contribute(keptWordsPoint, kept) });
  const [{ session } = { session: '' }] = await collect(engine.ask(alice, { message: 'what is wrong?' }));
  return { engine, session, deleted };
}

describe('words that a plugin keeps', () => {
  test('are deleted with their session', async () => {
    const { engine, session, deleted } = await open();
    await engine.deleteSession(alice, session);
    assert.deepEqual(deleted, [[owner.subject, owner.workspace, session]]);
    assert.deepEqual(await engine.sessions(alice), []);
  });

  test('are deleted with all that a person said', async () => {
    const { engine, deleted } = await open();
    await engine.deleteCallerData(alice);
    assert.deepEqual(deleted, [[owner.subject, owner.workspace]]);
    assert.deepEqual(await engine.sessions(alice), []);
  });

  test('are not deleted by anybody else: to them the session is not there', async () => {
    const { engine, session, deleted } = await open();
    for (const stranger of [fakeCaller({ subject: 'bob' }), fakeCaller({ workspace: 'bank' })])
      await assert.rejects(engine.deleteSession(stranger, session), (error) => HexaopsError.is(error, 'not-found'));
    assert.deepEqual(deleted, []);
  });

  test('that cannot be deleted leave everything where it is, to be deleted again', async () => {
    const fails: { with?: Error } = { with: new Error('disk full') };
    const { engine, session, deleted } = await open(fails);
    for (const remove of [() => engine.deleteSession(alice, session), () => engine.deleteCallerData(alice)])
      await assert.rejects(
        remove(),
        (error) => HexaopsError.is(error, 'store-unavailable') && /again/.test(error.nextStep ?? ''),
      );
    assert.equal((await engine.sessions(alice)).length, 1);
    delete fails.with;
    await engine.deleteSession(alice, session);
    assert.equal(deleted.length, 1);
  });
});
