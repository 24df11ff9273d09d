import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import Koa from 'koa';
import type { App } from './app.ts';
import { defaultHttpLimits } from './limits.ts';
import { createHttpServer, listen } from './server.ts';
import { TestService } from './testing/test-service.ts';

describe('the server', () => {
  test('closes at once what comes when all connections are taken', { timeout: 20_000 }, async () => {
    await using service = await TestService.start({ connections: 1 });
    const { hostname, port } = new URL(service.url);
    const first = connect(Number(port), hostname);
    await once(first, 'connect');
    const second = connect(Number(port), hostname);
    second.on('error', () => undefined);
    second.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n');
    const answer: Buffer[] = [];
    second.on('data', (data) => answer.push(data));
    await once(second, 'close');
    assert.equal(Buffer.concat(answer).length, 0);
    first.destroy();
  });

  test('says for how long it keeps an idle connection', async () => {
    await using service = await TestService.start({ keepAliveMilliseconds: 42_000 });
    const { headers } = await service.request('GET', '/livez');
    assert.equal(headers.get('keep-alive'), 'timeout=42');
  });

  test('lets no more wait for one reader than it is told to', async () => {
    const app: App = new Koa();
    app.use(async (context) => {
      context.body = { waiting: context.res.writableHighWaterMark };
    });
    await using server = createHttpServer(app, { ...defaultHttpLimits, streamBytes: 4_321 });
    const response = await fetch(await listen(server, '127.0.0.1', 0));
    assert.deepEqual(await response.json(), { waiting: 4_321 });
    server.closeAllConnections();
  });
});
