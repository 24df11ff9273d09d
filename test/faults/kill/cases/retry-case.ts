import { createSqlStore } from '@hexaops/store-sql';
import { Client } from '../scene/client.ts';
import type { Scene } from '../scene/scene.ts';
import { ServiceProcess } from '../service/service-process.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface RetryResult extends Verdict {
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** One approval, sent so many times at once to two replicas on one store; then everything is counted. */
export async function retryCase(scene: Scene, requests: number): Promise<RetryResult> {
  const stage = await scene.stage();
  await using left = await ServiceProcess.start({ file: stage.file });
  await using right = await ServiceProcess.start({ file: stage.file });
  const clients = [left, right].map(({ url }) => new Client(url, stage));
  const [first] = clients;
  if (first === undefined) throw new Error('There is no client.');
  const asked = await first.ask();
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, index) => (clients[index % clients.length] ?? first).approve(asked)),
  );
  const statuses: Record<number, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  await using store = createSqlStore(stage.place, { environment: {} });
  return { statuses, ...(await verdictOf(stage, store, asked, await first.events(asked))) };
}
