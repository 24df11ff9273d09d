import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Surface, surfacePoint } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

async function start(): Promise<{ readonly service: TestService; readonly asked: Request[] }> {
  const asked: Request[] = [];
  const surface: Surface = {
    id: 'pages',
    prefix: '/pages/',
    async handle(request) {
      asked.push(request);
      if (request.url.endsWith('/broken')) throw new Error('a secret of the plugin');
      return new Response('<p>hello</p>', {
        status: 203,
        headers: {
          'content-type': 'text/html',
          'content-security-policy': "default-src 'self'",
          'cache-control': 'no-cache',
        },
      });
    },
  };
  return { service: await TestService.start({}, [], [], new Map([[surfacePoint.id, [surface]]])), asked };
}

describe('surfaces', () => {
  test('what lies below the prefix is the surface’s, with its own headers and the service’s others', async () => {
    const { service } = await start();
    await using _ = service;
    const { status, headers, text } = await service.request('GET', '/pages/a?b=c', { headers: { authorization: '' } });
    assert.deepEqual([status, text], [203, '<p>hello</p>']);
    assert.equal(headers.get('content-security-policy'), "default-src 'self'");
    assert.equal(headers.get('cache-control'), 'no-cache');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  test('it is told no credential, no cookie and no host of the request', async () => {
    const { service, asked } = await start();
    await using _ = service;
    await service.request('GET', '/pages/a', {
      headers: { authorization: 'Bearer canary', cookie: 'session=canary', 'x-any': 'canary', 'accept-encoding': 'br' },
    });
    const [request] = asked;
    assert.equal(request?.url, 'http://surface.invalid/pages/a');
    assert.doesNotMatch(JSON.stringify([...(request?.headers ?? [])]), /canary/);
    assert.equal(request?.headers.get('accept-encoding'), 'br');
  });

  test('nothing else is: other methods are refused, other paths go on, a missing slash is added', async () => {
    const { service, asked } = await start();
    await using _ = service;
    const post = await service.request('POST', '/pages/a', { body: {} });
    assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD']);
    assert.equal((await service.request('GET', '/pagesx')).status, 404);
    assert.equal((await service.request('GET', '/readyz')).status, 200);
    const moved = await fetch(`${service.url}/pages?a=b`, { redirect: 'manual' });
    assert.deepEqual([moved.status, moved.headers.get('location')], [308, '/pages/?a=b']);
    assert.equal(asked.length, 0);
  });

  test('one that fails is an internal error, and says nothing of why', async () => {
    const { service } = await start();
    await using _ = service;
    const { status, text } = await service.request('GET', '/pages/broken');
    assert.equal(status, 500);
    assert.doesNotMatch(text, /secret/);
  });
});
