/**
 * A replica with one job, of which each round takes a while. Arguments: the URL of the database, and its name. It writes
 * `ready`, and for each round `round BEGIN END` in milliseconds since the epoch. Ends in order when its standard input does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@hexaops/core';
import { createPostgresRunner } from '../runner.ts';

const [url = ''] = process.argv.slice(2);
const running = await createPostgresRunner({ url }).start(
  [
    {
      name: 'a job of tests: round',
      every: 50,
      async run(signal) {
        const begin = Date.now();
        await sleep(30);
        if (!signal.aborted) process.stdout.write(`round ${begin} ${Date.now()}\n`);
      },
    },
  ],
  (_job, error) => {
    if (error !== undefined) process.stderr.write(`${messageOf(error)}\n`);
  },
);
process.stdout.write('ready\n');
for await (const _ of process.stdin);
await running[Symbol.asyncDispose]();
