import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { appendOf } from '@hexaops/core/testing';
import { scratch } from '../testing/scratch.ts';

describe('while a replica of the release before is at work', () => {
  const { file, open } = scratch();

  test('the tables are changed, and the approvals that it asks for are found', async () => {
    const path = await file();
    const program = fileURLToPath(new URL('../testing/old-release.ts', import.meta.url));
    const target = JSON.stringify({ kind: 'sqlite', path, label: path });
    const old = spawn(process.execPath, ['--conditions=hexaops-source', program, target], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const waiting: string[] = [];
    const next = async (count: number) => {
      for (const end = waiting.length + count; waiting.length < end;) await once(lines, 'line');
    };
    const lines = createInterface(old.stdout);
    lines.on('line', (line) => waiting.push(line));
    await next(5);
    const store = await open({ path });
    await next(5);
    const run = waiting.at(-1) ?? '';
    const found = await store.runOfApproval('shop', `approval-of-${run}`);
    assert.equal(found?.id, run);
    assert.ok((found?.pending?.expiresAt ?? 0) > Date.now());
    old.kill('SIGKILL');
    await once(old, 'exit');

    const pending = (await store.pendingApprovals('shop')).map(({ id }) => id);
    assert.deepEqual(new Set(waiting.filter((id) => !pending.includes(id))), new Set(), 'none is missed');
    assert.ok(!pending.includes('run-3'), 'what the old replica has gone on with waits no more');
    const expired = () => store.expiredApprovals(Date.now() + 120_000, pending.length + 1);
    assert.equal((await expired()).length, pending.length);
    // The old replica goes on with one of which the new one has learned, and knows nothing of what that has written down.
    using database = new DatabaseSync(path);
    const [gone = ''] = waiting;
    database.prepare(`update runs set sequence = 2, status = 'suspended' where id = ?`).run(gone);
    database.prepare(`insert into run_events values (?, 2, 'run-resumed', 1, 1, '{}')`).run(gone);
    assert.equal(await store.runOfApproval('shop', `approval-of-${gone}`), undefined);
    assert.ok(!(await store.pendingApprovals('shop')).some(({ id }) => id === gone));
    assert.ok(!(await expired()).some(({ id }) => id === gone));
    await store.append(appendOf(run, 1, [{ type: 'run-resumed', subject: 'alice' }]));
    assert.equal(await store.runOfApproval('shop', `approval-of-${run}`), undefined);
  });
});
