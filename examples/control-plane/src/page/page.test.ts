import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startControlPlane } from '../testing/harness.ts';
import { startFakeService } from '../testing/service.ts';

const chat = '/api/v1/ai/chat';

describe('the console’s place', () => {
  test('its files come from the service, without anybody’s credential, and nothing else does', async () => {
    await using service = await startFakeService((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" })
        .end('page');
    });
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const response = await fetch(`${controlPlane.url}/console/assets/x.js?y`, {
      headers: { authorization: 'Bearer user:alice', cookie: 'demonstration-user=alice' },
    });
    assert.deepEqual([response.status, await response.text()], [200, 'page']);
    assert.equal(response.headers.get('content-security-policy'), "default-src 'none'");
    const [received] = service.received;
    assert.deepEqual([received?.method, received?.url], ['GET', '/console/assets/x.js']);
    assert.deepEqual([received?.headers.authorization, received?.headers.cookie], [undefined, undefined]);
    assert.equal((await fetch(`${controlPlane.url}/consoles`)).status, 404);
    assert.equal(service.received.length, 1);
  });

  test('whoever has signed in is known by a cookie that no other site can send, until they sign out', async () => {
    await using service = await startFakeService();
    await using controlPlane = await startControlPlane({ aiopsUrl: service.url });
    const signedIn = await fetch(`${controlPlane.url}/sign-in/alice`, { redirect: 'manual' });
    assert.equal(signedIn.headers.get('location'), '/console/?workspace=shop');
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    assert.match(cookie, /HttpOnly; SameSite=Strict$/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    assert.equal((await fetch(controlPlane.url + chat, { headers })).status, 200);
    assert.equal(service.received[0]?.headers.cookie, undefined, 'the service is told of no cookie');
    const out = await fetch(`${controlPlane.url}/sign-out`, { redirect: 'manual' });
    assert.match(out.headers.get('set-cookie') ?? '', /Max-Age=0/);
    for (const unknown of [{}, { cookie: 'demonstration-user=nobody' }, { cookie: 'demonstration-user=%' }]) {
      assert.equal((await fetch(controlPlane.url + chat, { headers: unknown })).status, 401);
    }
    assert.equal((await fetch(`${controlPlane.url}/sign-in/nobody`)).status, 404);
  });
});
