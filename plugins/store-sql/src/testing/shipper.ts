/**
 * A process that ships to the sink `sink`, two records at a time, until it is killed or its standard input ends: the argument
 * is the store's configuration as JSON. It writes a line `ID FIRST LAST` for each batch, which is where the sink has it; only
 * then it acknowledges.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreSqlConfig } from '../config.ts';
import { createSqlStore } from '../sql-store.ts';

const [config = ''] = process.argv.slice(2);
process.stdin.on('end', () => process.exit()).resume();

const { audit, ...store } = createSqlStore(JSON.parse(config) as StoreSqlConfig, { environment: {} });
await store.open();
for (;;) {
  const batch = await audit.batch('sink', 2);
  if (batch === undefined) {
    await sleep(1);
    continue;
  }
  process.stdout.write(`${batch.id} ${batch.records[0]?.position} ${batch.records.at(-1)?.position}\n`);
  await sleep(1);
  await audit.acknowledge('sink', batch.id);
}
