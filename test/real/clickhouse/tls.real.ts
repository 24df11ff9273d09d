import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as send } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { batchOf, HexaopsError } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { makeCredentials } from '../kubernetes/servers/credentials.ts';
import { countOf, createTable } from './audit-table.ts';
import { startChdbServer } from './chdb-server.ts';
import { findPrograms } from './programs.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const { signal } = new AbortController();

describe('A ClickHouse behind TLS', { skip }, () => {
  test('is delivered to where its authority is named, and refused where it is not, before anything is sent', async () => {
    await using ends = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-tls-'));
    ends.defer(() => rm(directory, { recursive: true }));
    const server = ends.use(await startChdbServer({ path: join(directory, 'data') }));
    const { certificateFile, privateKeyFile } = await makeCredentials(directory);
    const credentials = { cert: await readFile(certificateFile), key: await readFile(privateKeyFile) };
    let requests = 0;
    const front = createServer(credentials, (request, response) => {
      requests += 1;
      const { method, url, headers } = request;
      const passed = send(new URL(url ?? '/', server.url), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed);
    }).listen(0, '127.0.0.1');
    await once(front, 'listening');
    ends.defer(() => {
      front.closeAllConnections();
      front.close();
    });
    const url = `https://127.0.0.1:${(front.address() as AddressInfo).port}`;

    const trusting = createAuditClickHouse({ url, caFile: certificateFile });
    ends.use(trusting.sink);
    await createTable(server.url);
    const batch = batchOf('clickhouse', [...fakeRecords(3)]);
    await trusting.sink.deliver(batch, signal);
    assert.equal(await countOf(server), '3');

    requests = 0;
    const doubting = createAuditClickHouse({ url, password: 'canary' });
    ends.use(doubting.sink);
    await assert.rejects(doubting.sink.deliver(batch, signal), (error) => {
      assert.ok(HexaopsError.is(error, 'audit-refused'), inspect(error));
      assert.match(error.message, /certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted \(\w+\)/);
      assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /canary/);
      return true;
    });
    assert.equal(requests, 0);
  });
});
