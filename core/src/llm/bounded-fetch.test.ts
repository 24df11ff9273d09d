import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { boundedFetch } from './bounded-fetch.ts';

async function answering(answer: (response: ServerResponse) => void) {
  const closed = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.on('close', closed.resolve);
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const bounded = boundedFetch(fetch, 100_000);

describe('an answer of a model’s server', () => {
  test('is read whole where it is no longer than it may be', async () => {
    await using server = await answering((response) =>
      response.writeHead(418, { 'x-a': 'b' }).end('a'.repeat(100_000)),
    );
    const response = await bounded(server.url);
    assert.deepEqual([response.status, response.headers.get('x-a')], [418, 'b']);
    assert.equal((await response.text()).length, 100_000);
  });

  test('that has no end breaks off, and so does its connection', async () => {
    await using server = await answering((response) => {
      const write = () => {
        while (!response.destroyed && response.write('a'.repeat(10_000)));
      };
      response.on('drain', write);
      write();
    });
    await assert.rejects((await bounded(server.url)).text(), /longer than 100000 bytes/);
    await server.closed;
  });

  test('that is packed small and is large breaks off', async () => {
    await using server = await answering((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(10_000_000))),
    );
    await assert.rejects((await bounded(server.url)).text(), /longer than 100000 bytes/);
  });

  test('ends at its server where nobody reads on', async () => {
    await using server = await answering((response) => response.write('a'));
    const { body } = await bounded(server.url);
    await body?.cancel();
    await server.closed;
  });
});
