import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type RunEvent, type Store, verifyChain } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import { scratch } from './testing/scratch.ts';

const writerProgram = new URL('testing/writer.ts', import.meta.url);
const shipperProgram = new URL('testing/shipper.ts', import.meta.url);
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
    for (const appends of [1, 7, 23]) {
      const writer = startWriter(path, 'killed');
      const told = await killAfter(writer, appends, 3 * Math.random());
      const events = await store.events('r', 0);
      assert.ok(events.length >= told, `${told} were told durable, ${events.length} are there`);
      assert.ok(events.length > kept);
      assertWhole(events);
      assert.equal((await store.run(owner, 'r'))?.sequence, events.length);
      await assertRecorded(store, events);
      kept = events.length;
    }
    const reopened = await open({ path });
    assert.equal((await reopened.append(appendOf('r', kept, [{ type: 'run-resumed', subject: 'x' }]))).length, 1);
  });

  test('two that write the same run at once take turns', async () => {
    const { path, store } = await withRun();
    const told = await Promise.all(['left', 'right'].map((name) => killAfter(startWriter(path, name), 20)));
    const events = await store.events('r', 0);
    assertWhole(events);
    assert.ok(events.length >= Math.max(...told));
    const writers = new Set(events.map((event) => subjectOf(event).split(' ')[0]));
    assert.deepEqual(writers, new Set(['left', 'right']));
    await assertRecorded(store, events);
  });

  test('that ship at once and are killed bring every record, and repeat only whole batches under their ids', async () => {
    const { path, store } = await withRun();
    await store.audit.register(['sink']);
    const writer = killAfter(startWriter(path, 'writer'), 40);
    const sent = new Map<string, string>();
    let lines = 0;
    const ship = async (batches: number) => {
      for (const line of await linesUntilKilled(start(shipperProgram, path), batches, 3 * Math.random())) {
        const [id = '', first, last] = line.split(' ');
        const range = `${first}-${last}`;
        assert.equal(sent.get(id) ?? range, range, 'the same id always has the same records');
        sent.set(id, range);
        lines += 1;
      }
    };
    for (const batches of [1, 4]) await Promise.all([ship(batches), ship(batches)]);
    await writer;
    for (let batch = await store.audit.batch('sink', 2); batch; batch = await store.audit.batch('sink', 2)) {
      sent.set(batch.id, `${batch.records[0]?.position}-${batch.records.at(-1)?.position}`);
      await store.audit.acknowledge('sink', batch.id);
    }
    const positions = [...sent.values()].flatMap((range) => {
      const [first = 0, last = 0] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
    const records = await store.audit.records(0, 10_000);
    assert.deepEqual(
      positions.sort((left, right) => left - right),
      records.map(({ position }) => position),
    );
    assert.ok(lines >= 10, `${lines} batches were sent by those that were killed`);
  });
});

/** One audit record for each append, in their order, as one whole chain a workspace. */
async function assertRecorded(store: Store, events: readonly RunEvent[]): Promise<void> {
  const records = await store.audit.records(0, 10_000);
  const appends = events.filter((_, index) => index % 3 === 0).map(subjectOf);
  assert.deepEqual(
    records.map(({ entry }) => entry.id),
    appends,
  );
  assert.deepEqual(
    records.map(({ position }) => position),
    records.map((_, index) => index + 1),
  );
  assert.deepEqual((await verifyChain(records, { heads: await store.audit.heads() })).problems, []);
}

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
  return start(writerProgram, path, 'r', name);
}

function start(program: URL, path: string, ...rest: readonly string[]): ChildProcess {
  const input = ['--conditions=hexaops-source', fileURLToPath(program), JSON.stringify({ path }), ...rest];
  return spawn(process.execPath, input, { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Gives the last sequence number that a writer told. */
async function killAfter(writer: ChildProcess, appends: number, milliseconds = 0): Promise<number> {
  return Number((await linesUntilKilled(writer, appends, milliseconds)).at(-1));
}

/** Kills it some time after it has written so many lines. Gives the whole lines that it wrote. */
async function linesUntilKilled(child: ChildProcess, count: number, milliseconds: number): Promise<readonly string[]> {
  assert.ok(child.stdout !== null);
  const exit = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (lines.push(line) === count) setTimeout(() => child.kill('SIGKILL'), milliseconds);
  }
  const [, signal] = await exit;
  assert.equal(signal, 'SIGKILL', 'it ended by itself');
  return lines;
}
