import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runChecks } from '../testing/conformance/check.ts';
import { storeChecks } from '../testing/conformance/store.ts';
import { createMemoryStore } from './memory.ts';

describe('the store in memory', () => {
  runChecks(
    storeChecks(async () => createMemoryStore()),
    (name, body) => test(name, body),
  );

  test('forgets the least recently used session when there are too many', async () => {
    const store = createMemoryStore({ maximumSessions: 2 });
    const owner = { subject: 'alice', workspace: 'shop' };
    const session = (id: string) => ({ ...owner, id, createdAt: 1, lastUsedAt: 1, title: id });
    await store.createSession(session('a'));
    await store.createSession(session('b'));
    await store.createRun({ ...owner, id: 'r', session: 'a', createdAt: 2, sequence: 0, status: 'running' });
    await store.createSession(session('c'));
    assert.deepEqual(
      (await store.sessions(owner)).map(({ id }) => id),
      ['c', 'a'],
    );
  });
});
