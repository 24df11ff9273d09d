import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine, type Wait } from '@hexaops/core';
import { createTable } from './audit-table.ts';
import { startChdbServer } from './chdb-server.ts';
import { LossyProxy } from './lossy-proxy.ts';
import { findPrograms } from './programs.ts';
import { statement } from './statement.ts';
import { Writing } from './written.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const second = 1_000;
const minute = 60 * second;

describe('ClickHouse away for ten minutes', { skip }, () => {
  test('loses no record and stores none twice, though answers are lost too', async () => {
    await using ends = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-outage-'));
    ends.defer(() => rm(directory, { recursive: true }));
    const path = join(directory, 'data');
    let server = await startChdbServer({ path });
    ends.defer(() => server[Symbol.asyncDispose]());
    const { port } = server;
    await createTable(server.url);
    await using proxy = await LossyProxy.start(server.url, (insert) => insert % 3 === 0);
    await using writing = await Writing.open(join(directory, 'hexaops.sqlite'));
    const clock = new Clock();
    const written: string[] = [];
    let longest = 0;
    {
      await using engine = await createEngine({
        plugins: [
          { use: '@hexaops/store-sql', config: { path: join(directory, 'hexaops.sqlite') } },
          { use: '@hexaops/audit-clickhouse', config: { url: proxy.url } },
        ],
        base: import.meta.url,
        now: clock.now,
        wait: clock.wait,
      });
      const jobs = clock.waiting;
      assert.ok(jobs > 0);
      for (let time = 0; time < 13 * minute; time += 5 * second) {
        if (time === minute) await server.kill();
        if (time === 11 * minute) server = await startChdbServer({ path, port });
        written.push(...(await writing.write(3, (index) => ({ workspace: index === 0 ? 'lab' : 'shop' }))));
        await clock.pass(5 * second, jobs);
        longest = Math.max(longest, (await writing.store.audit.waiting()).records);
      }
      await clock.pass(2 * minute, jobs);
      assert.deepEqual(await writing.store.audit.waiting(), { records: 0, oldest: undefined });
      assert.equal(
        (await engine.health(AbortSignal.timeout(5_000))).find(({ component }) => component === 'jobs')?.ok,
        true,
      );
    }
    assert.ok(longest >= 10 * 12 * 3, `${longest} have waited at most`);
    assert.ok(proxy.lost >= 3, `${proxy.lost} answers were lost`);
    const ids = await statement(server.url, "SELECT JSONExtractString(details_json, 'entry', 'id') FROM logs.audit");
    assert.deepEqual(ids.split('\n').toSorted(), written.toSorted());
  });
});

/** A clock that moves when every job waits for it: what a job does meanwhile takes real time, and none of the clock's. */
class Clock {
  #now = Date.now();
  readonly #waiting = new Map<() => void, number>();

  readonly now = (): number => this.#now;

  readonly wait: Wait = (milliseconds, signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(resolve, this.#now + milliseconds);
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    return promise.finally(() => this.#waiting.delete(resolve));
  };

  /** How many wait: of an engine that has just started, all of its jobs. */
  get waiting(): number {
    return this.#waiting.size;
  }

  async pass(milliseconds: number, jobs: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      while (this.#waiting.size < jobs) await sleep(1);
      const [next] = [...this.#waiting].sort(([, left], [, right]) => left - right);
      if (next === undefined || next[1] > end) break;
      this.#now = Math.max(this.#now, next[1]);
      this.#waiting.delete(next[0]);
      next[0]();
    }
    this.#now = end;
  }
}
