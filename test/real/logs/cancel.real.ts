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
  let clickHouse: ClickHouse;
  before(async () => {
    server = await startClickHouse18();
    clickHouse = new ClickHouse(settingsOf({ url: server.url, timeoutMilliseconds: 60_000, rowsToRead: 1e15 }));
  });
  after(async () => {
    await clickHouse?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const running = async () => {
    const statement =
      "SELECT count() FROM system.processes WHERE query LIKE '%system.numbers%' AND query NOT LIKE '%processes%'";
    const response = await fetch(`${server.url}/?query=${encodeURIComponent(statement)}`);
    return Number(await response.text());
  };
  const nothingRuns = () => eventually('no query to run', async () => ((await running()) === 0 ? true : undefined));
  const cancelled = (error: unknown) => HexaopsError.is(error, 'cancelled');

  test('leaves none at the server before the first row', async () => {
    const slow = { text: 'SELECT count() FROM system.numbers WHERE sipHash64(number) = 1', parameters: {} };
    const stop = new AbortController();
    const asked = clickHouse.ask(slow, 65_536, stop.signal);
    asked.catch(() => undefined);
    await eventually('the query to run', async () => ((await running()) === 1 ? true : undefined));
    stop.abort(new HexaopsError('cancelled', 'the run was cancelled'));
    await assert.rejects(asked, cancelled);
    await nothingRuns();
  });

  test('leaves none at the server while rows are read as a stream', async () => {
    const endless = { text: 'SELECT number FROM system.numbers', parameters: {} };
    const stop = new AbortController();
    let blocks = 0;
    await assert.rejects(async () => {
      for await (const block of clickHouse.stream(endless, 2 ** 40, stop.signal)) {
        assert.ok(block.length > 0);
        blocks += 1;
        if (blocks === 5) stop.abort(new HexaopsError('cancelled', 'the run was cancelled'));
      }
    }, cancelled);
    await nothingRuns();
  });

  test('leaves none at the server where no more rows are wanted', async () => {
    const endless = { text: 'SELECT number FROM system.numbers', parameters: {} };
    const { truncated } = await clickHouse.ask(endless, 65_536, AbortSignal.timeout(60_000));
    assert.equal(truncated, true);
    await nothingRuns();
  });
});
