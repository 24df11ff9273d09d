import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeOllama } from './fake-ollama.ts';

async function post(fake: FakeOllama, path: string, body: object, signal?: AbortSignal) {
  const response = await fetch(fake.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  return {
    status: response.status,
    lines: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const messages = [{ role: 'user', content: 'hello' }];
const three = { 'a:latest': { bytes: 1 }, 'b:latest': { bytes: 1 }, 'c:latest': { bytes: 1 } };

async function loaded(fake: FakeOllama): Promise<readonly string[]> {
  const { models } = (await (await fetch(`${fake.url}/api/ps`)).json()) as {
    readonly models: readonly { name: string }[];
  };
  return models.map(({ name }) => name);
}

describe('the fake node', () => {
  test('answers by lines, the last with what it took', async () => {
    await using fake = await new FakeOllama().start();
    const { status, lines } = await post(fake, '/api/chat', { model: 'small', messages });
    assert.equal(status, 200);
    const last = lines.at(-1);
    assert.deepEqual([last?.['done'], last?.['done_reason']], [true, 'stop']);
    for (const field of [
      'total_duration',
      'load_duration',
      'prompt_eval_count',
      'prompt_eval_duration',
      'eval_count',
      'eval_duration',
    ]) {
      assert.equal(typeof last?.[field], 'number', field);
    }
  });

  test('loads with an empty prompt, and unloads a moment after it has said so', async () => {
    await using fake = await new FakeOllama().start();
    const load = await post(fake, '/api/generate', { model: 'small', keep_alive: -1 });
    assert.equal(load.lines[0]?.['done_reason'], 'load');
    assert.deepEqual(await loaded(fake), ['small:latest']);
    const unload = await post(fake, '/api/generate', { model: 'small', keep_alive: 0 });
    assert.equal(unload.lines[0]?.['done_reason'], 'unload');
    while ((await loaded(fake)).length > 0) await new Promise(setImmediate);
  });

  test('takes out the idle model with the shortest keep-alive, and not the one unused for longest', async () => {
    await using fake = await new FakeOllama({ models: three, maximumLoaded: 2 }).start();
    await post(fake, '/api/generate', { model: 'a', keep_alive: '10m' });
    await post(fake, '/api/generate', { model: 'b', keep_alive: '1m' });
    await post(fake, '/api/generate', { model: 'c', keep_alive: '5m' });
    assert.deepEqual((await loaded(fake)).toSorted(), ['a:latest', 'c:latest']);
  });

  test('loads a model anew for another context', async () => {
    await using fake = await new FakeOllama().start();
    for (const num_ctx of [1024, 1024, 2048])
      await post(fake, '/api/generate', { model: 'small', options: { num_ctx } });
    assert.equal(fake.loads, 2);
  });

  test('ends a load when the client goes away that caused it, and loads for the next one', async () => {
    await using fake = await new FakeOllama({ loadMilliseconds: 300 }).start();
    const stop = new AbortController();
    const first = post(fake, '/api/generate', { model: 'small' }, stop.signal);
    while (fake.received.length === 0) await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(first);
    assert.deepEqual(await loaded(fake), []);
    assert.equal((await post(fake, '/api/generate', { model: 'small' })).status, 200);
    assert.equal(fake.loads, 1);
  });

  test('refuses what needs a load beyond its queue, and nothing for a model that is there', async () => {
    await using fake = await new FakeOllama({ models: three, maximumQueue: 1, loadMilliseconds: 300 }).start();
    await post(fake, '/api/generate', { model: 'a' });
    const loading = post(fake, '/api/generate', { model: 'b' });
    while (fake.received.length < 2) await new Promise(setImmediate);
    const refused = await post(fake, '/api/chat', { model: 'c', messages });
    assert.equal(refused.status, 503);
    assert.match(String(refused.lines[0]?.['error']), /maximum pending requests exceeded/);
    assert.equal((await post(fake, '/api/chat', { model: 'a', messages })).status, 200);
    await loading;
  });

  test('answers with its errors as they are', async () => {
    const models = {
      'broken:latest': { bytes: 1, loadFails: 'llama runner process has terminated' },
      'plain:latest': { bytes: 1, capabilities: ['completion'] },
    };
    await using fake = await new FakeOllama({ models }).start();
    const tools = [{ type: 'function', function: { name: 'x', parameters: {} } }];
    const statuses = await Promise.all(
      [
        { model: 'none', messages },
        { model: '', messages },
        { model: 'plain', messages, tools },
        { model: 'broken', messages },
      ].map(async (body) => (await post(fake, '/api/chat', body)).status),
    );
    assert.deepEqual(statuses, [404, 404, 400, 500]);
    assert.equal((await fetch(`${fake.url}/api/chat`, { method: 'POST' })).status, 400);
    fake.trouble = { after: 1, how: 'error' };
    const midway = await post(fake, '/api/chat', { model: 'plain', messages });
    assert.equal(midway.status, 200);
    assert.equal(typeof midway.lines.at(-1)?.['error'], 'string');
    fake.trouble = { after: 1, how: 'end' };
    assert.notEqual((await post(fake, '/api/chat', { model: 'plain', messages })).lines.at(-1)?.['done'], true);
  });
});
