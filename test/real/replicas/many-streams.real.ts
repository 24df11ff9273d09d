import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { missingNginx } from '../nginx/nginx-server.ts';
import { eventually } from '../kubernetes/eventually.ts';
import { findPrograms } from '../postgres/programs.ts';
import { balance } from './ledger.ts';
import { encountersOf } from './load.ts';
import { openStage } from './stage.ts';

const programs = findPrograms();
const skip = missingNginx() ?? ('missing' in programs && programs.missing);

/** Longer than the replica may take to go: no run that waits for an answer can end in time. Milliseconds. */
const slow = 8_000;
const shutdownSeconds = 4;
/** Longer than what is slow: streams shall end by the replica's going, not by their tokens. */
const tokenSeconds = 120;
/** Of the process, beyond what its runs are given. Milliseconds. */
const graceBeyond = 4_000;

describe('A replica with many open streams that is told to end', { skip }, () => {
  test('is not ready within a second and gone in its time; every stream is told of its run to the end, by the other one', async (t) => {
    assert.ok(!('missing' in programs));
    await using stage = await openStage(programs, { workspaces: 20, peopleInEach: 10, shutdownSeconds, tokenSeconds });
    const { visitors, replicas, crowd } = stage;
    const [leaving] = replicas;
    const { switches } = crowd.controlPlane;
    switches.slow(slow);
    const asked = Promise.all(visitors.map((visitor) => visitor.ask('what is wrong?')));
    asked.catch(() => undefined);
    await eventually('every stream is open', async () => visitors.every(({ streaming }) => streaming) || undefined);
    const { notReady, exited, code } = await leaving.leave();
    switches.slow(0);
    t.diagnostic(
      `${visitors.length} streams; SIGTERM: not ready after ${Math.round(notReady)} ms, ended after ${Math.round(exited)} ms`,
    );
    assert.equal(code, 0);
    assert.ok(notReady < 1_000, `ready for ${notReady} ms`);
    assert.ok(exited < shutdownSeconds * 1_000 + graceBeyond, `ended after ${exited} ms`);
    await asked;
    const met = encountersOf(visitors);
    t.diagnostic(JSON.stringify(met));
    t.diagnostic(JSON.stringify(await balance(stage)));
  });
});
