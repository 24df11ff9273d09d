import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { ClickHouse, settingsOf } from '@hexaops/worker-clickhouse/source';
import { findPrograms } from '../clickhouse/programs.ts';
import { type OldServer, startClickHouse18 } from '../clickhouse/server.ts';
import { eventually } from '../kubernetes/eventually.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;

describe('a run that is cancelled while its query runs', { skip }, () => {
  let server: OldServer;
  before(async () => {
    server = await startClickHouse18();
  });
  after(async () => server?.[Symbol.asyncDispose]());

  test('leaves no query at the server', async () => {
    await using clickHouse = new ClickHouse(
      settingsOf({ url: server.url, timeoutMilliseconds: 60_000, rowsToRead: 1e15 }),
    );
    const slow = { text: 'SELECT count() FROM system.numbers WHERE sipHash64(number) = 1', parameters: {} };
    const running = async () => {
      const response = await fetch(
        `${server.url}/?query=${encodeURIComponent("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'")}`,
      );
      return Number(await response.text());
    };
    const stop = new AbortController();
    const asked = clickHouse.ask(slow, 65_536, stop.signal);
    asked.catch(() => undefined);
    await eventually('the query to run', async () => ((await running()) === 1 ? true : undefined));
    stop.abort(new HexaopsError('cancelled', 'the run was cancelled'));
    await assert.rejects(asked, (error) => HexaopsError.is(error, 'cancelled'));
    await eventually('no query to run', async () => ((await running()) === 0 ? true : undefined));
  });
});
