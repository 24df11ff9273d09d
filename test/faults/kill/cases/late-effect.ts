import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, serve } from '@hexaops/runtime';
import { createSqlStore } from '@hexaops/store-sql';
import { Client } from '../scene/client.ts';
import { person } from '../scene/workspaces.ts';
import type { Scene } from '../scene/scene.ts';
import { ServiceProcess } from '../service/service-process.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Milliseconds that the operation is under way before the control plane does it. */
const underWay = 1_500;
const untilSent = 200;

/**
 * The process dies while its operation is under way; another one reads back that nothing was done, and sends the operation
 * again, before the first one arrives. Gives the verdict when both have arrived.
 */
export async function lateEffect(scene: Scene): Promise<Verdict & { readonly arrived: number }> {
  const stage = await scene.stage();
  const { switches, state } = scene.controlPlane;
  const arrived = () =>
    state.internalCalls.filter(({ method, url }) => method === 'POST' && url.includes(`/${stage.workspace}/`)).length;
  await using store = createSqlStore(stage.place, { environment: {} });
  const owner = { subject: person, workspace: stage.workspace };
  let asked;
  {
    await using service = await ServiceProcess.start({ file: stage.file });
    const client = new Client(service.url, stage);
    asked = await client.ask();
    const { run } = asked;
    switches.slow(underWay);
    const approved = client.approve(asked).catch(() => undefined);
    const intended = async () => (await store.events(run, 0)).some(({ type }) => type === 'operation-intended');
    while (!(await intended())) {
      if ((await store.run(owner, run))?.status === 'completed')
        throw new Error('The run has ended without an intent.');
      await sleep(untilSent / 10);
    }
    await sleep(untilSent);
    service.kill();
    await approved;
  }
  switches.slow(0);
  await using service = await serve(await loadConfig({ file: stage.file }));
  const client = new Client(service.url, stage);
  for (let step = await client.next(asked); step !== undefined; step = await client.next(asked)) {
    await client.take(step, asked);
  }
  while (arrived() < 2) await sleep(untilSent);
  return { arrived: arrived(), ...(await verdictOf(stage, store, asked, await client.events(asked))) };
}
