import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { settingsOf } from '../configuration.ts';
import { ClickHouse } from './click-house.ts';

const row = `${JSON.stringify({ workspace_: 'shop', message_: 'x'.repeat(100) })}\n`;
const query = { text: 'SELECT 1', parameters: { workspace: 'shop' } };

/** A server that answers every query with rows until nobody reads them, and remembers what it was told. */
describe('a query that is read as a stream', () => {
  const statements: string[] = [];
  let closed = 0;
  let answer: (response: ServerResponse) => void;
  const server = createServer((request, response) => void handle(request, response));
  let clickHouse: ClickHouse;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await Array.fromAsync(request.setEncoding('utf8'));
    const statement = body.join('');
    statements.push(statement);
    response.on('close', () => {
      if (!response.writableFinished) closed += 1;
    });
    if (statement.startsWith('KILL')) response.end();
    else answer(response);
  }

  function endless(response: ServerResponse): void {
    const write = (): void => {
      while (!response.destroyed) if (!response.write(row)) return void response.once('drain', write);
    };
    write();
  }

  const killed = () =>
    statements.filter((statement) => /^KILL QUERY WHERE query_id = '[0-9a-f-]{36}' ASYNC/.test(statement));

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    clickHouse = new ClickHouse(settingsOf({ url: `http://127.0.0.1:${port}` }));
  });
  beforeEach(() => {
    statements.length = 0;
    closed = 0;
    answer = endless;
  });
  after(async () => {
    await clickHouse[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
  });

  test('ends at the server when the run is cancelled', async () => {
    const stop = new AbortController();
    let blocks = 0;
    await assert.rejects(
      async () => {
        for await (const block of clickHouse.stream(query, 2 ** 40, stop.signal)) {
          assert.notEqual(block, 'truncated');
          blocks += 1;
          if (blocks === 3) stop.abort(new HexaopsError('cancelled', 'the run was cancelled'));
        }
      },
      (error) => HexaopsError.is(error, 'cancelled'),
    );
    assert.equal(killed().length, 1);
    assert.equal(closed, 1);
  });

  test('ends at the server when no more of it is wanted', async () => {
    for await (const block of clickHouse.stream(query, 2 ** 40, AbortSignal.timeout(60_000))) {
      assert.ok(block.length > 0);
      break;
    }
    assert.equal(killed().length, 1);
  });

  test('is cut where there are more bytes than were wanted, and says so', async () => {
    const { rows, truncated } = await clickHouse.ask(query, 10_000, AbortSignal.timeout(60_000));
    assert.equal(truncated, true);
    assert.equal(rows.length, Math.floor(10_000 / (row.length - 1)));
    assert.equal(killed().length, 1);
  });

  test('is not killed when it has ended', async () => {
    answer = (response) => response.end(row.repeat(3));
    const { rows, truncated } = await clickHouse.ask(query, 10_000, AbortSignal.timeout(60_000));
    assert.deepEqual([rows.length, truncated], [3, false]);
    assert.deepEqual(killed(), []);
  });

  test('that the server refuses is an error that says what to do', async () => {
    for (const [code, expected] of [
      [158, 'deadline-exceeded'],
      [241, 'deadline-exceeded'],
      [202, 'source-unavailable'],
      [60, 'tool-failed'],
    ] as const) {
      answer = (response) =>
        response
          .writeHead(500, { 'x-clickhouse-exception-code': String(code) })
          .end(`Code: ${code}. DB::Exception: no. (SOME_TYPE)`);
      await assert.rejects(clickHouse.ask(query, 10_000, AbortSignal.timeout(60_000)), (error) => {
        assert.ok(HexaopsError.is(error, expected), String(error));
        return error.nextStep !== undefined;
      });
    }
    assert.deepEqual(killed(), []);
  });
});
