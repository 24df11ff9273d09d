import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as startRequest } from 'node:http';
import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { decodeJwt } from 'jose';
import type { User } from '../people/people.ts';
import { startControlPlane } from '../testing/harness.ts';
import { startFakeService } from '../testing/service.ts';
import type { ReceivedRequest } from '../testing/service.ts';

const path = '/api/v1/ai/chat';
const alice = { authorization: 'Bearer user:alice' };

const frank: User = {
  id: 'frank',
  name: 'Frank',
  organizations: ['acme'],
  memberships: [
    { workspace: 'lab', role: 'workspace-admin' },
    { workspace: 'shop', role: 'workspace-viewer' },
  ],
};

function workspaceOf(request: ReceivedRequest | undefined): unknown {
  return decodeJwt((request?.headers.authorization ?? '').replace('Bearer ', ''))['active_workspace_id'];
}

describe('the chat proxy', () => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    test(`forwards ${method} with its query to /v1/chat, and the answer with its status and headers back`, async () => {
      await using service = await startFakeService((_request, response) => {
        response.writeHead(418, { 'x-answer': 'yes', 'content-type': 'text/plain' }).end('short and stout');
      });
      await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
      const query = '?run=a%2Fb&after=3&empty=';
      const response = await fetch(`${controlPlane.url}${path}${query}`, { method, headers: alice });
      assert.deepEqual([response.status, response.headers.get('x-answer')], [418, 'yes']);
      assert.equal(await response.text(), 'short and stout');
      assert.deepEqual(
        service.received.map((request) => [request.method, request.url]),
        [[method, `/v1/chat${query}`]],
      );
    });
  }

  test('forwards the very bytes of any body', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.constantFrom('POST', 'DELETE'), async (bytes, method) => {
        const body = Buffer.from(bytes);
        await fetch(`${controlPlane.url}${path}`, { method, headers: alice, body });
        assert.deepEqual(service.received.at(-1)?.body, body);
      }),
      { numRuns: 30 },
    );
  });

  test('forwards a body that is longer than it reads ahead', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const body = Buffer.alloc(3 * 1024 * 1024, 'hexaops');
    await fetch(`${controlPlane.url}${path}`, { method: 'POST', headers: alice, body });
    assert.ok(service.received[0]?.body.equals(body));
  });

  test('sends a fresh internal token, nothing personal, and nothing that is for one hop or claims to be forwarded', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const request = startRequest(`${controlPlane.url}${path}`, {
      headers: {
        'x-user': 'bob',
        cookie: 'session=1',
        connection: 'close, x-secret-hop',
        'x-secret-hop': 'no',
        te: 'trailers',
        'proxy-authorization': 'Basic YTpi',
        'x-forwarded-for': '10.9.9.9',
        'x-forwarded-user': 'root',
        'x-request-id': 'kept',
        'idempotency-key': 'kept too',
      },
    });
    request.end();
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    await text(response);
    const headers = service.received[0]?.headers ?? {};
    assert.equal(decodeJwt((headers.authorization ?? '').slice(7)).sub, 'bob');
    for (const name of ['x-user', 'cookie', 'x-secret-hop', 'te', 'proxy-authorization', 'x-forwarded-user']) {
      assert.equal(headers[name], undefined, name);
    }
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.deepEqual([headers['x-request-id'], headers['idempotency-key']], ['kept', 'kept too']);
  });

  test('forwards no other path', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    for (const other of ['/api/v1/ai', `${path}/`, `${path}/sessions`, '/v1/chat', '/health', '/']) {
      const response = await fetch(`${controlPlane.url}${other}`, { headers: alice });
      assert.equal(response.status, 404, other);
      assert.equal(typeof ((await response.json()) as { error: unknown }).error, 'string');
    }
    assert.deepEqual(service.received, []);
  });

  test('forwards for nobody whom it does not know', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const token = await controlPlane.makeToken();
    for (const authorization of ['', 'Bearer user:mallory', `Bearer ${token}`, 'Basic YTpi']) {
      const response = await fetch(`${controlPlane.url}${path}`, { headers: { authorization } });
      assert.equal(response.status, 401, authorization);
    }
    const two = { authorization: 'Bearer user:mallory', 'x-user': 'alice' };
    assert.equal((await fetch(`${controlPlane.url}${path}`, { headers: two })).status, 401);
    assert.deepEqual(service.received, []);
  });

  test('says 502 when there is no service, or none that answers', async () => {
    await using controlPlane = await startControlPlane();
    assert.equal((await fetch(`${controlPlane.url}${path}`, { headers: alice })).status, 502);
    const gone = await startFakeService();
    await gone[Symbol.asyncDispose]();
    controlPlane.aiopsUrl = gone.url;
    assert.equal((await fetch(`${controlPlane.url}${path}`, { headers: alice })).status, 502);
  });
});

describe('the workspace of a proxied request', () => {
  const cases: [string, string, object | undefined, string][] = [
    ['the first of the user, by default', '', { message: 'hello' }, 'lab'],
    ['the one of the query', '?workspace_id=shop', undefined, 'shop'],
    ['the one of the body', '', { message: 'hello', context: { workspace_id: 'shop' } }, 'shop'],
    [
      'the one of the query before the one of the body',
      '?workspace_id=lab',
      { context: { workspace_id: 'shop' } },
      'lab',
    ],
    ['the default where the body says nothing usable', '', { context: { workspace_id: 7 } }, 'lab'],
  ];
  for (const [name, query, body, expected] of cases) {
    test(name, async () => {
      await using service = await startFakeService();
      await using controlPlane = await startControlPlane({ aiopsUrl: service.url, users: [frank] });
      await fetch(`${controlPlane.url}${path}${query}`, {
        method: 'POST',
        headers: { authorization: 'Bearer user:frank' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      assert.equal(workspaceOf(service.received[0]), expected);
    });
  }

  test('must be one of the user’s: by query, by body, or for who has none', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const url = `${controlPlane.url}${path}`;
    const body = JSON.stringify({ context: { workspace_id: 'lab' } });
    assert.equal((await fetch(`${url}?workspace_id=lab`, { headers: alice })).status, 403);
    assert.equal((await fetch(url, { method: 'POST', headers: alice, body })).status, 403);
    assert.equal((await fetch(url, { headers: { 'x-user': 'dave' } })).status, 403);
    controlPlane.state.directory.revoke('alice', 'shop', 'read');
    assert.equal((await fetch(url, { headers: alice })).status, 403);
    assert.deepEqual(service.received, []);
  });
});

describe('a stream through the proxy', () => {
  test('comes as it is written, and not at its end', async () => {
    const opened = Promise.withResolvers<ServerResponse>();
    await using service = await startFakeService((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      opened.resolve(response);
    });
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const response = await fetch(`${controlPlane.url}${path}`, { headers: alice });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const writer = await opened.promise;
    const reader = response.body?.getReader();
    for (const event of ['event: one\n\n', 'event: two\n\n']) {
      writer.write(event);
      const part = await reader?.read();
      assert.equal(Buffer.from(part?.value ?? []).toString(), event);
    }
    writer.end();
    assert.equal((await reader?.read())?.done, true);
  });

  test('ends at the service when the client goes away', async () => {
    const closed = Promise.withResolvers<boolean>();
    await using service = await startFakeService((_request, response) => {
      response.on('close', () => closed.resolve(response.writableFinished));
      response.write('event: one\n\n');
    });
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const leaving = new AbortController();
    const response = await fetch(`${controlPlane.url}${path}`, { headers: alice, signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    assert.equal(await closed.promise, false);
  });

  test('ends at the service when the client goes away before any answer', async () => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    await using service = await startFakeService((_request, response) => {
      response.on('close', () => closed.resolve());
      arrived.resolve();
    });
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const leaving = new AbortController();
    const answered = fetch(`${controlPlane.url}${path}`, { headers: alice, signal: leaving.signal });
    await arrived.promise;
    leaving.abort();
    await assert.rejects(answered, { name: 'AbortError' });
    await closed.promise;
  });

  test('that breaks off at the service breaks off at the client', async () => {
    await using service = await startFakeService((_request, response) => {
      response.write('event: one\n\n', () => response.destroy());
    });
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const response = await fetch(`${controlPlane.url}${path}`, { headers: alice });
    await assert.rejects(response.text(), /terminated/);
  });
});
