import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestService } from '../testing/test-service.ts';

const canary = 'CANARY-7f3a';

describe('the log', () => {
  test('has one line per request: what, how it ended, how long it took, and whose', async () => {
    await using service = await TestService.start();
    await service.request('GET', '/v1/runs/r1/events', { headers: { 'x-request-id': 'q1' } });
    await service.chat({ message: 'a' }, { 'x-request-id': 'q2' });
    const [missing, chat] = service.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(service.lines.length, 2);
    assert.equal(missing?.['path'], '/v1/runs/:id/events');
    assert.equal(missing['status'], 404);
    assert.equal(missing['code'], 'not-found');
    assert.equal(missing['requestId'], 'q1');
    assert.equal(chat?.['method'], 'POST');
    assert.equal(chat['status'], 200);
    assert.equal(chat['run'], 'r1');
    assert.equal(chat['workspace'], 'w1');
    assert.equal(typeof chat['ms'], 'number');
  });

  test('has the line of a stream when the stream has ended', async () => {
    await using service = await TestService.start();
    await service.streamed('POST', '/v1/chat', { body: { message: 'a' } });
    assert.equal(service.lines.length, 1);
    assert.match(service.lines[0] ?? '', /"status":200.*"run":"r1"/);
  });

  test('never has a token, a message, a query, a path or the words of an error', async () => {
    await using service = await TestService.start();
    const headers = { authorization: `Bearer ${canary}@w1`, cookie: canary, 'x-request-id': `${canary} !` };
    await service.chat({ message: canary }, headers);
    await service.chat({ message: canary, stream: true }, headers);
    await service.chat({ [canary]: canary }, headers);
    await service.request('GET', `/v1/chat?session=${canary}`, { headers });
    await service.request('GET', `/v1/chat?${canary}=1`, { headers });
    await service.request('GET', `/${canary}`, { headers });
    await service.request('GET', `/v1/chat/sessions/${canary}/history`, { headers });
    await service.request('POST', `/workspaces/${canary}/analyze`, { headers, body: {} });
    service.engine.failure = new Error(`cannot read ${canary}`, { cause: canary });
    await service.chat({ message: canary }, headers);
    assert.equal(service.lines.length, 9);
    assert.doesNotMatch(service.lines.join(''), new RegExp(canary));
    assert.match(service.lines.at(-1) ?? '', /"level":50.*"at":\["at /);
  });
});
