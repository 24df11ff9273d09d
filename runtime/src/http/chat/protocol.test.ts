import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chatProtocolPoint, type ChatProtocol } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

/** A protocol whose bodies are `{say}` or `{yes}`, and in which every event is its type. */
const shouting: ChatProtocol = {
  id: 'shouting',
  headers: { 'x-shouting': '1' },
  read(body) {
    const { say, session, yes } = (body ?? {}) as {
      readonly say?: string;
      readonly session?: string;
      readonly yes?: string;
    };
    if (yes !== undefined) return { kind: 'decision', decision: { id: yes, decision: 'approve' } };
    return say === undefined
      ? undefined
      : { kind: 'message', message: say, ...(session === undefined ? {} : { session }) };
  },
  project: () => ({
    event: ({ type }) => [JSON.stringify({ type })],
    end: (complete) => [JSON.stringify({ end: complete })],
    error: ({ code }) => [JSON.stringify({ code })],
  }),
};

async function start(): Promise<TestService> {
  return TestService.start({}, [], [], new Map([[chatProtocolPoint.id, [shouting]]]));
}

describe('another protocol on the chat’s path', () => {
  test('a body of it is answered in it, as a stream, whatever is accepted', async () => {
    await using service = await start();
    const { status, headers, text } = await service.chat({ say: 'hello' }, { accept: 'application/json' });
    assert.equal(status, 200);
    assert.deepEqual(
      [headers.get('x-shouting'), headers.get('content-type')?.split(';')[0]],
      ['1', 'text/event-stream'],
    );
    assert.match(text, /data: {"type":"run-started"}[\s\S]*data: {"type":"run-finished"}[\s\S]*data: {"end":true}/);
    assert.doesNotMatch(text, /^event:/m);
  });

  test('the service’s own bodies are answered in it where the query says so, and as ever where it does not', async () => {
    await using service = await start();
    const asked = await service.request('POST', '/v1/chat?protocol=shouting', { body: { message: 'hello' } });
    assert.match(asked.text, /data: {"end":true}/);
    const own = await service.chat({ message: 'hello' });
    assert.equal(own.json['status'], 'completed');
    const run = String(own.json['run_id']);
    const again = await service.request('GET', `/v1/chat?run=${run}&after=1&protocol=shouting`);
    assert.match(again.text, /data: {"end":true}/);
    assert.doesNotMatch(again.text, /run-started/, 'what was told before is not told again');
  });

  test('what it reads is checked like everything: texts, sessions, decisions', async () => {
    await using service = await start();
    const codes = [];
    for (const body of [
      { say: ' ' },
      { say: 'x', session: '../other' },
      { say: 'x', session: 'unknown' },
      { yes: 'no such' },
    ]) {
      codes.push((await service.chat(body)).json['code']);
    }
    assert.deepEqual(codes, ['input-invalid', 'not-found', 'not-found', 'input-invalid']);
  });

  test('a protocol that nobody installed is refused by name, and the known ones are told', async () => {
    await using service = await start();
    const { status, json } = await service.request('POST', '/v1/chat?protocol=other', { body: { message: 'x' } });
    assert.equal(status, 400);
    assert.match(String(json['nextStep']), /shouting/);
  });

  test('it asks for a token like every other', async () => {
    await using service = await start();
    const { status } = await service.chat({ say: 'hello' }, { authorization: 'Bearer nobody' });
    assert.equal(status, 401);
  });
});
