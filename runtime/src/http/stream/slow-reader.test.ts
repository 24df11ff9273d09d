import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import type { RunEvent } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

const total = 4_000;
const text = 'x'.repeat(32_768);

/** 128 MiB of events: more than any socket's buffer takes. Counts how many were asked for. */
class Flood {
  pulled = 0;

  async *after(sequence: number): AsyncIterable<RunEvent> {
    for (let next = sequence + 1; next <= total; next++) {
      this.pulled += 1;
      yield {
        type: 'answer',
        text,
        citations: [],
        unavailable: [],
        suggestions: [],
        run: 'r1',
        session: 's1',
        sequence: next,
        time: '2026-01-01T00:00:00.000Z',
        version: 1,
      };
    }
  }
}

describe('a reader that stops reading', () => {
  test('is waited for, not filled, then let go, and can come back for the rest', { timeout: 60_000 }, async (t) => {
    await using service = await TestService.start({ stallMilliseconds: 200, streamBytes: 16_384 });
    const flood = new Flood();
    service.engine.events = (_caller, _run, after) => flood.after(after);
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.pause();
    const authorization = 'Authorization: Bearer alice@w1\r\nAccept: text/event-stream\r\n';
    socket.write(`GET /v1/chat?run=r1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${authorization}\r\n`);
    while (service.lines.length === 0) {
      t.signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(service.streams.size, 0);
    assert.ok(flood.pulled < total, 'the engine was not asked for what nobody reads');
    const received: Buffer[] = [];
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    const seen = Math.max(
      ...Array.from(
        Buffer.concat(received)
          .toString('latin1')
          .matchAll(/^id: (\d+)$/gm),
        ([, id]) => Number(id),
      ),
    );
    assert.ok(seen > 0 && seen <= flood.pulled);
    const rest = await service.streamed('GET', '/v1/chat?run=r1', { headers: { 'last-event-id': String(total - 2) } });
    assert.deepEqual(
      rest.map(({ id }) => Number(id)),
      [total - 1, total],
    );
  });

  test('that reads slowly but reads gets everything', async () => {
    await using service = await TestService.start({ stallMilliseconds: 60_000, streamBytes: 16_384 });
    const flood = new Flood();
    service.engine.events = (_caller, _run, after) => flood.after(after);
    const events = await service.streamed('GET', `/v1/chat?run=r1&after=${total - 200}`);
    assert.equal(events.length, 200);
  });
});
