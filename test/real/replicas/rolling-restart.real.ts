import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingNginx } from '../nginx/nginx-server.ts';
import { findPrograms } from '../postgres/programs.ts';
import { balance } from './ledger.ts';
import { encountersOf, visitAll } from './load.ts';
import { openStage } from './stage.ts';

const programs = findPrograms();
const skip = missingNginx() ?? ('missing' in programs && programs.missing);

/** Requests of the visitors at the same time. */
const atOnce = 16;

describe('Two replicas on one Postgres behind nginx', { skip }, () => {
  test('200 people, both replicas restarted under load: nothing that was accepted is lost, or done twice', async (t) => {
    assert.ok(!('missing' in programs));
    await using stage = await openStage(programs, {
      workspaces: 20,
      peopleInEach: 10,
      shutdownSeconds: 25,
      tokenSeconds: 10,
    });
    const { visitors, replicas } = stage;
    let restarting = true;
    const visits = visitAll(visitors, atOnce, () => restarting);
    // Told of below; what ends this test earlier is told of instead.
    visits.catch(() => undefined);
    for (const replica of replicas) {
      await sleep(2_000);
      const { notReady, exited, code } = await replica.leave();
      t.diagnostic(`SIGTERM: not ready after ${Math.round(notReady)} ms, ended after ${Math.round(exited)} ms`);
      assert.equal(code, 0);
      assert.ok(exited < 30_000);
      await sleep(1_000);
      await replica.start();
    }
    restarting = false;
    await visits;
    const met = encountersOf(visitors);
    t.diagnostic(JSON.stringify(met));
    t.diagnostic(JSON.stringify(await balance(stage)));
  });
});
