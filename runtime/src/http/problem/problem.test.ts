import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

describe('a problem document', () => {
  test('says type, title, status, code, detail, what to do next, and the request', async () => {
    await using service = await TestService.start();
    const { headers, json } = await service.request('GET', '/v1/chat', { headers: { 'x-request-id': 'my-request.1' } });
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.equal(headers.get('x-request-id'), 'my-request.1');
    assert.deepEqual(json, {
      type: 'urn:hexaops:error:input-invalid',
      title: 'Input invalid',
      status: 400,
      code: 'input-invalid',
      detail: 'the query does not say what is wanted',
      nextStep: 'give exactly one of: ?run=, ?session=, ?sessions=, ?approvals=',
      instance: 'my-request.1',
    });
  });

  test('never tells what went wrong inside', async () => {
    await using service = await TestService.start();
    for (const failure of [
      new Error('connect ECONNREFUSED 10.0.0.1 /etc/secret'),
      'a thrown string with secret',
      new HexaopsError('config-invalid', 'secret', { details: { secret: 1 }, nextStep: 'secret' }),
      { code: 'toString', message: 'secret' },
    ]) {
      service.engine.failure = failure;
      const { status, text } = await service.chat({ message: 'a' });
      assert.equal(status, 500);
      assert.doesNotMatch(text, /secret|at |ECONN/);
    }
  });

  test('of 401 names the scheme, and tells an expired token from a wrong one', async () => {
    await using service = await TestService.start();
    for (const [authorization, code] of [
      ['', 'token-invalid'],
      ['Basic YTpi', 'token-invalid'],
      ['Bearer expired', 'token-expired'],
    ] as const) {
      const { status, headers, json } = await service.chat({ message: 'a' }, { authorization });
      assert.equal(status, 401);
      assert.equal(json['code'], code);
      assert.match(headers.get('www-authenticate') ?? '', /^Bearer realm="hexaops", error="invalid_token"/);
    }
  });

  test('of a made-up request id carries one that is made here', async () => {
    await using service = await TestService.start();
    const { json } = await service.request('GET', '/v1/chat', { headers: { 'x-request-id': 'a b"c' } });
    assert.match(String(json['instance']), /^[0-9a-f]{32}$/);
  });
});

describe('somebody else’s', () => {
  test('session, run, approval and workspace answer like those that never were', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'scale checkout to 3' });
    const absent: readonly (readonly [string, string, string, unknown])[] = [
      ['GET', '/v1/chat?run=r1', '/v1/chat?run=r9', undefined],
      ['GET', '/v1/runs/r1/events', '/v1/runs/r9/events', undefined],
      ['POST', '/v1/runs/r1/resume', '/v1/runs/r9/resume', {}],
      ['POST', '/v1/runs/r1/cancel', '/v1/runs/r9/cancel', {}],
      ['POST', '/v1/runs/r1/input', '/v1/runs/r9/input', { input: 'a' }],
      ['POST', '/v1/approvals/a1', '/v1/approvals/a9', { decision: 'approve' }],
      ['GET', '/v1/chat?session=session-1', '/v1/chat?session=session-9', undefined],
      ['DELETE', '/v1/chat?session=session-1', '/v1/chat?session=session-9', undefined],
      ['GET', '/v1/chat/sessions/session-1/history', '/v1/chat/sessions/session-9/history', undefined],
      ['DELETE', '/v1/chat/sessions/session-1', '/v1/chat/sessions/session-9', undefined],
      ['POST', '/workspaces/w1/analyze', '/workspaces/w9/analyze', { analysis_type: 'anomaly' }],
      ['GET', '/workspaces/w1/alerts', '/workspaces/w9/alerts', undefined],
    ];
    const headers = { authorization: 'Bearer mallory@w2', 'x-request-id': 'same' };
    for (const [method, theirs, nobodys, body] of absent) {
      const foreign = await service.request(method, theirs, { body, headers });
      const missing = await service.request(method, nobodys, { body, headers });
      assert.equal(foreign.status, 404, `${method} ${theirs}`);
      assert.equal(foreign.text, missing.text.replaceAll('9', '1'));
    }
    assert.equal(service.engine.runs.get('r1')?.last?.type, 'approval-required', 'nothing has touched the run');
  });

  test('ids that cannot be ids are as absent', async () => {
    await using service = await TestService.start();
    for (const id of ['%00', '..%2f..', '%E0%A4%A', 'a'.repeat(200), '%F0%9F%92%A9']) {
      const { status } = await service.request('GET', `/v1/runs/${id}/events`);
      assert.equal(status, 404, id);
    }
  });
});

describe('what the service does not take', () => {
  test('a path that it does not know is not found, and lists nothing', async () => {
    await using service = await TestService.start();
    for (const path of ['/', '/metrics', '/v1', '/v1/chat/', '/V1/chat', '/admin', '/../etc/passwd']) {
      const { status, text } = await service.request('GET', path);
      assert.equal(status, 404, path);
      assert.doesNotMatch(text, /v1|auth|readyz/);
    }
  });

  test('a method that a path does not have is named with those that it has', async () => {
    await using service = await TestService.start();
    for (const method of ['PUT', 'PATCH', 'PROPFIND']) {
      const { status, headers } = await service.request(method, '/v1/chat', { body: {} });
      assert.equal(status, 405);
      assert.equal(headers.get('allow'), 'POST, HEAD, GET, DELETE');
    }
    const options = await service.request('OPTIONS', '/v1/approvals');
    assert.equal(options.status, 204);
    assert.equal(options.headers.get('allow'), 'HEAD, GET');
  });

  test('every answer forbids caching, framing and sniffing', async () => {
    await using service = await TestService.start();
    const { headers } = await service.chat({ message: 'a' });
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");
  });
});
