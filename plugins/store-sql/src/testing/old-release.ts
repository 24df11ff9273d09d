/**
 * A replica of the release before the audit outbox: makes its tables, and then again and again starts a run and suspends it
 * for an approval, with the statements of that release, until it is killed or its standard input ends. The argument is the
 * target as JSON. It writes the id of each run that waits. Each third run it goes on with, so that it no longer waits.
 */
import type { RunEventDraft } from '@hexaops/core';
import { openDatabase } from '../database/open.ts';
import type { Target } from '../database/target.ts';
import { sessionsAndRuns } from '../migrations/0001-sessions-and-runs.ts';
import { migrate } from '../migrations/migrate.ts';

const [argument = ''] = process.argv.slice(2);
process.stdin.on('end', () => process.exit()).resume();

const database = openDatabase(JSON.parse(argument) as Target, 1);
await migrate(database, 'the old release', { '0001-sessions-and-runs': sessionsAndRuns });
const now = Date.now();
const owner = { subject: 'alice', workspace: 'shop' };
await database
  .insertInto('sessions')
  .values({ ...owner, id: 's', created_at: now, last_used_at: now, title: 't' })
  .execute();
for (let count = 1; ; count++) {
  const run = `run-${count}`;
  await database
    .insertInto('runs')
    .values({ ...owner, id: run, session: 's', created_at: now, position: count, sequence: 0, status: 'running' })
    .execute();
  await append(run, 1, 'suspended', approvalOf(run));
  if (count % 3 === 0)
    await append(run, 2, 'suspended', { type: 'reauthentication-required', reason: 'token-expired' });
  else process.stdout.write(`${run}\n`);
}

async function append(
  run: string,
  sequence: number,
  status: 'suspended',
  { type, ...body }: { readonly type: RunEventDraft['type']; readonly [rest: string]: unknown },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('runs')
      .set({ sequence, status })
      .where('id', '=', run)
      .where('sequence', '=', sequence - 1)
      .execute();
    await transaction
      .insertInto('run_events')
      .values({ run, sequence, type, time: now, version: 1, body: JSON.stringify(body) })
      .execute();
  });
}

/** As much of one as a store looks at. */
function approvalOf(run: string) {
  return {
    type: 'approval-required',
    approval: { id: `approval-of-${run}`, bytes: { expiresAt: now + 60_000 } },
  } as const;
}
