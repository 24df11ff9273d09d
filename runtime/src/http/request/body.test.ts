import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { TestService, type Reply } from '../testing/test-service.ts';

const post = (service: TestService, body: string, headers: Record<string, string> = {}): Promise<Reply> =>
  service.request('POST', '/v1/chat', { body, headers });

describe('a body', () => {
  test('is refused by its declared length before a byte of it is read', async () => {
    await using service = await TestService.start();
    for (const token of ['Bearer alice@w1', 'Bearer nobody']) {
      assert.match(await raw(service, 'Content-Length: 999999999\r\n', token), /^HTTP\/1\.1 413 /);
    }
  });

  for (const declared of ['Content-Length: 67108864', 'Transfer-Encoding: chunked']) {
    test(`of 64 MiB is refused, and not read to its end: ${declared}`, { timeout: 20_000 }, async () => {
      await using service = await TestService.start();
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (data) => (answer += data.toString('latin1')));
      const closed = new Promise((go) => socket.once('close', go));
      const head = `Host: a\r\nAuthorization: Bearer alice@w1\r\nContent-Type: application/json\r\n${declared}\r\n\r\n`;
      socket.write(`POST /v1/chat HTTP/1.1\r\n${head}`);
      const mebibyte = Buffer.alloc(1_048_576, ' ');
      const chunk = declared.startsWith('Content')
        ? mebibyte
        : Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]);
      let sent = 0;
      while (!socket.destroyed && sent < 64) {
        sent += 1;
        if (!socket.write(chunk)) await Promise.race([new Promise((go) => socket.once('drain', go)), closed]);
      }
      await closed;
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.ok(sent < 64, 'the connection is cut before all of it is sent');
      assert.equal((await service.chat({ message: 'a' })).status, 200);
    });
  }

  test('without a declared length is refused where it passes the limit, and the service goes on', async () => {
    await using service = await TestService.start({ bodyBytes: 100_000 });
    const chunks = ReadableStream.from(Array.from({ length: 64 }, () => Buffer.alloc(4_096, ' ')));
    const response = await fetch(`${service.url}/v1/chat`, {
      method: 'POST',
      body: chunks,
      duplex: 'half',
      headers: { authorization: 'Bearer alice@w1', 'content-type': 'application/json' },
    });
    assert.equal(response.status, 413);
    assert.equal((await service.chat({ message: 'a' })).status, 200);
  });

  test('with a message above its own limit is too large', async () => {
    await using service = await TestService.start();
    assert.equal((await service.chat({ message: 'é'.repeat(8_192) })).status, 200);
    const { status, json } = await service.chat({ message: 'é'.repeat(8_193) });
    assert.equal(status, 413);
    assert.equal(json['code'], 'input-too-large');
  });

  test('must be declared as JSON and come as it is', async () => {
    await using service = await TestService.start();
    assert.equal((await post(service, '{}', { 'content-type': 'text/plain' })).status, 415);
    const compressed = await fetch(`${service.url}/v1/chat`, {
      method: 'POST',
      body: gzipSync('{"message":"a"}'),
      headers: { authorization: 'Bearer alice@w1', 'content-type': 'application/json', 'content-encoding': 'gzip' },
    });
    assert.equal(compressed.status, 415);
  });

  test('with more values than anybody sends is refused before it is parsed', async () => {
    await using service = await TestService.start();
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`k${index}`, 0])));
    const { status, json } = await post(service, many);
    assert.equal(status, 400);
    assert.match(String(json['detail']), /more than 20000 values/);
  });

  for (const [text, line, column] of [
    ['{"message": }', 1, 13],
    ['{\n  "message": "a",\n  nope\n}', 3, 3],
    ['{"message": "a"', 1, 16],
    ['{"message": "a"} x', 1, 18],
    ['// no\n{}', 1, 1],
  ] as const) {
    test(`${JSON.stringify(text)} is wrong at ${line}:${column}`, async () => {
      await using service = await TestService.start();
      const { status, json } = await post(service, text);
      assert.equal(status, 400);
      assert.deepEqual(json['details'], { line, column });
    });
  }

  test('that is long and wrong is refused without looking for the place', async () => {
    await using service = await TestService.start();
    const { status, json } = await post(service, `[${'1'.repeat(400_000)}x`);
    assert.equal(status, 400);
    assert.equal(json['details'], undefined);
  });

  test('nested too deep is refused, but not brackets in words', async () => {
    await using service = await TestService.start();
    const { status, json } = await post(service, '['.repeat(500_000));
    assert.equal(status, 400);
    assert.match(String(json['detail']), /deeper than 32/);
    assert.equal((await service.chat({ message: '"\\[{'.repeat(100) })).status, 200);
  });

  test('cannot reach a prototype', async () => {
    await using service = await TestService.start();
    assert.equal((await post(service, '{"message":"a","__proto__":{"stream":true}}')).status, 400);
    assert.equal((await post(service, '{"__proto__":{"message":"a"}}')).status, 400);
    const inside = await post(service, '{"message":"a","context":{"__proto__":{"workspace_id":"w2"},"constructor":1}}');
    assert.equal(inside.status, 200);
    assert.equal(({} as Record<string, unknown>)['stream'], undefined);
  });

  test('is not even read for a caller who is nobody', async () => {
    await using service = await TestService.start();
    const answer = await raw(service, 'Content-Length: 1000000\r\n', 'Bearer nobody');
    assert.match(answer, /^HTTP\/1\.1 401 /);
  });

  test('may nest as deep as the limit says, and no deeper', async () => {
    await using service = await TestService.start({ jsonDepth: 4 });
    const nested = (levels: number) => `{"message":"a","context":{"page":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    assert.equal((await post(service, nested(2))).status, 200);
    assert.equal((await post(service, nested(3))).status, 400);
  });

  test('without end is cut off in time', { timeout: 20_000 }, async () => {
    await using service = await TestService.start({ requestMilliseconds: 300, headersMilliseconds: 200 });
    assert.match(await raw(service, 'Content-Length: 1000\r\n'), /^HTTP\/1\.1 408 /);
  });
});

describe('headers', () => {
  test('above their limit are refused', async () => {
    await using service = await TestService.start({ headerBytes: 2_048 });
    assert.equal((await service.chat({ message: 'a' }, { 'x-padding': 'a'.repeat(1_024) })).status, 200);
    assert.match(await raw(service, `X-Padding: ${'a'.repeat(2_048)}\r\n`), /^HTTP\/1\.1 431 /);
  });

  test('that never end are cut off in time, however steadily they come', { timeout: 20_000 }, async () => {
    await using service = await TestService.start({ headersMilliseconds: 300, requestMilliseconds: 600_000 });
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const drip = setInterval(() => socket.write('a'), 20);
    try {
      socket.write('POST /v1/chat HTTP/1.1\r\nHost: a\r\nX-Padding: ');
      const [answer] = (await once(socket, 'data')) as readonly Buffer[];
      assert.match(String(answer), /^HTTP\/1\.1 408 /);
    } finally {
      clearInterval(drip);
      socket.destroy();
    }
  });

  test('with two tokens are refused: nobody knows which one a proxy has checked', async () => {
    await using service = await TestService.start();
    const answer = await raw(service, 'Authorization: Bearer bob@w1\r\nContent-Length: 2\r\n', undefined, '\r\n{}');
    assert.match(answer, /^HTTP\/1\.1 401 /);
  });
});

/** Sends the head of a request, and what follows it, and gives all that is answered within the first packet. */
async function raw(service: TestService, headers: string, token = 'Bearer alice@w1', rest = '\r\n'): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.once('error', reject);
  socket.once('data', (data) => resolve(data.toString('latin1')));
  socket.write(
    `POST /v1/chat HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\nContent-Type: application/json\r\n${headers}${rest}`,
  );
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
