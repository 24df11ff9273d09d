/**
 * A process that appends to one run, three events and one audit entry at a time, until it is killed or its standard input
 * ends: arguments are the store's configuration as JSON, the run and a name. It writes a line with the last sequence number
 * after each append that was told it is durable.
 */
import { type AuditEntry, HexaopsError } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import type { StoreSqlConfig } from '../config.ts';
import { createSqlStore } from '../sql-store.ts';

const [config = '', run = '', name = ''] = process.argv.slice(2);
process.stdin.on('end', () => process.exit()).resume();

const store = createSqlStore(JSON.parse(config) as StoreSqlConfig, { environment: {} });
await store.open();
let sequence = 0;
for (let count = 0; ; count++) {
  const subject = `${name} ${count}`;
  const event = { type: 'run-resumed', subject } as const;
  const audit = { entries: [entryOf(subject)], room: Infinity };
  try {
    const events = await store.append(appendOf(run, sequence, [event, event, event], { audit }));
    sequence += events.length;
    process.stdout.write(`${sequence}\n`);
  } catch (error) {
    if (!HexaopsError.is(error, 'conflict')) throw error;
    sequence += (await store.events(run, sequence)).length;
  }
}

function entryOf(id: string): AuditEntry {
  return {
    id,
    timestamp: new Date().toISOString(),
    phase: 'intent',
    run,
    subject: 'alice',
    organizations: [],
    workspace: name,
    eventType: 'scale',
    resource: 'deployment/shop/checkout',
    details: {},
    initiatedBy: 'AIOpsAgent',
  };
}
