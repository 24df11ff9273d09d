import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@hexaops/core';
import { scratch } from './testing/scratch.ts';

const owner = { subject: 'alice', workspace: 'shop' };

describe('one SQLite file and several processes', () => {
  const { file, open } = scratch();

  async function withRun() {
    const path = await file();
    const store = await open({ path });
    const now = Date.now();
    await store.createSession({ ...owner, id: 's', createdAt: now, lastUsedAt: now, title: 't' });
    await store.createRun({ ...owner, id: 'r', session: 's', createdAt: now, sequence: 0, status: 'running' });
    return { path, store };
  }

  test('a process that is killed as it writes leaves no gap, no half of an append, and all that it was told is durable', async () => {
    const { path, store } = await withRun();
    let kept = 0;
    for (const appends of [1, 5, 7, 11, 23]) {
      const writer = startWriter(path, 'killed');
      const told = await killAfter(writer, appends, 3 * Math.random());
      const events = await store.events('r', 0);
      assert.ok(events.length >= told, `${told} were told durable, ${events.length} are there`);
      assert.ok(events.length > kept);
      assertWhole(events);
      assert.equal((await store.run(owner, 'r'))?.sequence, events.length);
      kept = events.length;
    }
    const reopened = await open({ path });
    assert.equal((await reopened.append('r', kept, [{ type: 'run-resumed', subject: 'x' }], 'running', 1)).length, 1);
  });

  test('two that write the same run at once take turns', async () => {
    const { path, store } = await withRun();
    const told = await Promise.all(['left', 'right'].map((name) => killAfter(startWriter(path, name), 20)));
    const events = await store.events('r', 0);
    assertWhole(events);
    assert.ok(events.length >= Math.max(...told));
    const writers = new Set(events.map((event) => subjectOf(event).split(' ')[0]));
    assert.deepEqual(writers, new Set(['left', 'right']));
  });
});

/** Numbered from 1 without a gap, and each three of one append. */
function assertWhole(events: readonly RunEvent[]): void {
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
  );
  assert.equal(events.length % 3, 0);
  for (const [index, event] of events.entries()) {
    assert.equal(subjectOf(event), subjectOf(events[index - (index % 3)]));
  }
}

function subjectOf(event: RunEvent | undefined): string {
  return event?.type === 'run-resumed' ? event.subject : assert.fail('an event that nobody wrote');
}

function startWriter(path: string, name: string): ChildProcess {
  const writer = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
  return spawn(process.execPath, ['--conditions=hexaops-source', writer, path, 'r', name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Kills it some time after it has told that so many appends are durable. Gives the last sequence number that it told. */
async function killAfter(writer: ChildProcess, appends: number, milliseconds = 0): Promise<number> {
  assert.ok(writer.stdout !== null);
  const exit = once(writer, 'exit');
  let [lines, last] = [0, 0];
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line);
    if (++lines === appends) setTimeout(() => writer.kill('SIGKILL'), milliseconds);
  }
  const [, signal] = await exit;
  assert.equal(signal, 'SIGKILL', 'the writer ended by itself');
  return last;
}
