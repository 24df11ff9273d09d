/**
 * A process that appends to one run, three events at a time, until it is killed or its standard input ends: arguments are
 * the file, the run and a name. It writes a line with the last sequence number after each append that was told it is durable.
 */
import { HexaopsError } from '@hexaops/core';
import { createSqlStore } from '../sql-store.ts';

const [path = '', run = '', name = ''] = process.argv.slice(2);
process.stdin.on('end', () => process.exit()).resume();

const store = createSqlStore({ path }, { environment: {} });
await store.open();
let sequence = 0;
for (let count = 0; ; count++) {
  const event = { type: 'run-resumed', subject: `${name} ${count}` } as const;
  try {
    const events = await store.append(run, sequence, [event, event, event], 'running', Date.now());
    sequence += events.length;
    process.stdout.write(`${sequence}\n`);
  } catch (error) {
    if (!HexaopsError.is(error, 'conflict')) throw error;
    sequence += (await store.events(run, sequence)).length;
  }
}
