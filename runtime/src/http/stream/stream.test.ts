import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { read, TestService, type StreamedEvent } from '../testing/test-service.ts';

const kinds = (events: readonly StreamedEvent[]) => events.map(({ event }) => event);

describe('an event stream', () => {
  test('has the type as event, the sequence as id and the event as data, and ends with the run', async () => {
    await using service = await TestService.start();
    const events = await service.streamed('POST', '/v1/chat', { body: { message: 'what is wrong?' } });
    assert.deepEqual(kinds(events), ['run-started', 'evidence', 'finding', 'answer', 'usage', 'run-finished']);
    assert.deepEqual(
      events.map(({ id }) => id),
      ['1', '2', '3', '4', '5', '6'],
    );
    for (const { id, event, data } of events) {
      assert.equal(data['type'], event);
      assert.equal(String(data['sequence']), id);
    }
  });

  test('is what "stream": true asks for, and what "stream": false refuses', async () => {
    await using service = await TestService.start();
    const streamed = await service.chat({ message: 'a', stream: true });
    assert.match(streamed.headers.get('content-type') ?? '', /^text\/event-stream/);
    const plain = await service.chat({ message: 'a', stream: false }, { accept: 'text/event-stream' });
    assert.match(plain.headers.get('content-type') ?? '', /^application\/json/);
    const wildcard = await service.chat({ message: 'a' }, { accept: '*/*' });
    assert.match(wildcard.headers.get('content-type') ?? '', /^application\/json/);
  });

  test('ends when the run suspends', async () => {
    await using service = await TestService.start();
    const events = await service.streamed('POST', '/v1/chat', { body: { message: 'scale checkout to 3' } });
    assert.equal(events.at(-1)?.event, 'approval-required');
  });

  test('is never begun for an error that comes first: that keeps its status', async () => {
    await using service = await TestService.start();
    service.engine.failure = new HexaopsError('budget-exceeded', 'too much');
    const { status, headers, json } = await service.chat({ message: 'a', stream: true });
    assert.equal(status, 422);
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.equal(json['code'], 'budget-exceeded');
  });

  test('carries an error that comes later as its last frame, without an id', async () => {
    await using service = await TestService.start();
    service.engine.ask = async function* () {
      yield { type: 'run-started', input: '', subject: 'alice', workspace: 'w1', namespaces: [], ...stored };
      throw new Error('the disk is full at /var/lib/secret');
    };
    const events = await service.streamed('POST', '/v1/chat', { body: { message: 'a' } });
    assert.deepEqual(kinds(events), ['run-started', 'error']);
    assert.equal(events.at(-1)?.data['code'], 'internal');
    assert.doesNotMatch(JSON.stringify(events), /secret/);
  });

  test('tells the words of an answer that is being made without an id, and no reply has them', async () => {
    await using service = await TestService.start();
    const ask = service.engine.ask.bind(service.engine);
    service.engine.ask = async function* (...input) {
      for await (const event of ask(...input)) {
        const { run, session, sequence, time } = event;
        if (event.type === 'answer')
          yield { type: 'answer-words', at: 0, text: 'All', run, session, sequence: sequence - 1, time, version: 1 };
        yield event;
      }
    };
    const events = await service.streamed('POST', '/v1/chat', { body: { message: 'what is wrong?' } });
    const said = events.findIndex(({ event }) => event === 'answer-words');
    assert.deepEqual(
      events.slice(said - 1, said + 2).map(({ id, event }) => [id, event]),
      [
        ['3', 'finding'],
        [undefined, 'answer-words'],
        ['4', 'answer'],
      ],
    );
    assert.deepEqual([events[said]?.data['at'], events[said]?.data['text']], [0, 'All']);
    const { json } = await service.chat({ message: 'what is wrong?' });
    assert.equal(json['sequence'], 6);
    assert.doesNotMatch(JSON.stringify(json), /answer-words/);
  });

  test('sends comments while nothing happens', { timeout: 10_000 }, async () => {
    await using service = await TestService.start({ heartbeatMilliseconds: 10 });
    const response = await service.fetch('POST', '/v1/chat', { body: { message: 'never end', stream: true } });
    let text = '';
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (/: heartbeat\n\n.*: heartbeat\n\n/s.test(text)) break;
    }
    assert.match(text, /event: run-started/);
  });
});

const stored = { run: 'r1', session: 's1', sequence: 1, time: '2026-01-01T00:00:00.000Z', version: 1 } as const;

describe('a client that goes away', () => {
  test('cancels nothing, and comes back for the rest', async () => {
    await using service = await TestService.start();
    const controller = new AbortController();
    const { signal } = controller;
    const response = await service.fetch('POST', '/v1/chat', { body: { message: 'never end', stream: true }, signal });
    for await (const { event } of read(response)) {
      assert.equal(event, 'run-started');
      break;
    }
    controller.abort();
    const run = service.engine.runs.get('r1');
    assert.equal(run?.running, true);
    run.emit({ type: 'usage', steps: 1, evidenceBytes: 0, inputTokens: 0, outputTokens: 0 });
    run.emit({ type: 'run-finished', status: 'completed' });
    const rest = await service.streamed('GET', '/v1/chat?run=r1&after=1');
    assert.deepEqual(kinds(rest), ['usage', 'run-finished']);
  });

  test('comes back to a run that goes on, and Last-Event-ID is later than the URL', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'what is wrong?' });
    const rest = await service.streamed('GET', '/v1/runs/r1/events?after=1', { headers: { 'last-event-id': '4' } });
    assert.deepEqual(kinds(rest), ['usage', 'run-finished']);
  });

  test('of a stream that is ended by the service gets the rest from elsewhere', async () => {
    await using service = await TestService.start();
    const response = await service.fetch('POST', '/v1/chat', { body: { message: 'never end', stream: true } });
    const seen: (string | undefined)[] = [];
    for await (const { event } of read(response)) {
      seen.push(event);
      assert.equal(service.streams.size, 1);
      service.streams.end();
    }
    assert.deepEqual(seen, ['run-started']);
    assert.equal(service.streams.size, 0);
  });
});
