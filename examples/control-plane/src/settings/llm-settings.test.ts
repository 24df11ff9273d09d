import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { call, startControlPlane } from '../testing/harness.ts';
import type { Answer } from '../testing/harness.ts';

const path = '/internal/v1/workspaces/shop/llm-settings';
const settings = { provider: 'openai', model: 'example-large', base_url: 'https://llm.example/v1' };
const key = 'canary-key';

describe('LLM settings of a workspace', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane();
  });

  afterEach(() => controlPlane.close());

  async function asPerson(name: string, method: string, body?: JsonObject): Promise<{ status: number; text: string }> {
    const response = await fetch(`${controlPlane.url}${path}`, {
      method,
      headers: { authorization: `Bearer user:${name}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  const asService = (options: { as?: string } = {}): Promise<Answer> => call(controlPlane, 'GET', path, options);

  test('are absent at first', async () => {
    assert.equal((await asService()).status, 404);
    assert.equal((await asPerson('alice', 'DELETE')).status, 404);
  });

  test('are written by an administrator; the key is told to the service and never to a person', async () => {
    const put = await asPerson('alice', 'PUT', { ...settings, api_key: key });
    const got = await asPerson('bob', 'GET');
    for (const { status, text } of [put, got]) {
      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(text), { ...settings, has_key: true });
    }
    assert.deepEqual((await asService({ as: 'bob' })).json(), {
      ...settings,
      has_key: true,
      api_key: key,
      api_key_base_url: settings.base_url,
    });
    const putByService = await call(controlPlane, 'PUT', path, { body: { ...settings, api_key: key } });
    assert.ok(!putByService.text.includes(key));
  });

  test('keep their key when they are written without one, but never for another place', async () => {
    await asPerson('alice', 'PUT', { ...settings, api_key: key });
    await asPerson('alice', 'PUT', { ...settings, model: 'example-small' });
    assert.equal((await asService()).fields()['api_key'], key);
    await asPerson('alice', 'PUT', { ...settings, base_url: 'https://elsewhere.example' });
    assert.equal((await asService()).fields()['has_key'], false);
    await asPerson('alice', 'PUT', settings);
    assert.equal((await asService()).fields()['api_key'], undefined);
  });

  test('are told with the base URL that the key was written for, whatever whoever writes says of it', async () => {
    const elsewhere = 'https://elsewhere.example/v1';
    await asPerson('alice', 'PUT', { ...settings, api_key: key, api_key_base_url: elsewhere });
    assert.equal((await asService()).fields()['api_key_base_url'], settings.base_url);
    await asPerson('alice', 'PUT', { ...settings, base_url: elsewhere, api_key: key });
    assert.equal((await asService()).fields()['api_key_base_url'], elsewhere);
  });

  test('are not sent again to whoever has them, and are once they are others', async () => {
    await asPerson('alice', 'PUT', settings);
    const ask = (tag: string) =>
      fetch(`${controlPlane.url}${path}`, { headers: { authorization: 'Bearer user:bob', 'if-none-match': tag } });
    const first = await ask('"none"');
    const tag = first.headers.get('etag') ?? '';
    assert.deepEqual([first.status, tag.length > 20], [200, true]);
    const again = await ask(tag);
    assert.deepEqual([again.status, await again.text()], [304, '']);
    await asPerson('alice', 'PUT', { ...settings, model: 'example-small' });
    assert.equal((await ask(tag)).status, 200);
  });

  test('are deleted by an administrator', async () => {
    await asPerson('alice', 'PUT', settings);
    assert.equal((await asPerson('alice', 'DELETE')).status, 204);
    assert.equal((await asService()).status, 404);
  });

  test('are written by nobody else, and read by members alone', async () => {
    for (const name of ['bob', 'carol', 'dave']) {
      assert.equal((await asPerson(name, 'PUT', settings)).status, 403, name);
      assert.equal((await asPerson(name, 'DELETE')).status, 403, name);
    }
    for (const name of ['carol', 'dave']) assert.equal((await asPerson(name, 'GET')).status, 403, name);
    assert.equal((await asService({ as: 'carol' })).status, 403);
    assert.equal((await fetch(`${controlPlane.url}${path}`)).status, 401);
  });

  test('have to be settings', async () => {
    const wrong: JsonObject[] = [
      {},
      { provider: 'openai' },
      { ...settings, base_url: 7 },
      { ...settings, api_key: '' },
    ];
    for (const body of wrong) assert.equal((await asPerson('alice', 'PUT', body)).status, 400);
  });
});
