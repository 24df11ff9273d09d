import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeOllama } from '@hexaops/llm-ollama/testing';
import { Files } from '../../testing/files.ts';
import { hexaops } from '../../testing/terminal.ts';

async function configured(...nodes: readonly FakeOllama[]): Promise<Files> {
  const urls = JSON.stringify(nodes.map(({ url }) => url));
  return Files.create({
    'hexaops.yaml': `plugins: [{ use: '@hexaops/llm-ollama', config: { nodes: ${urls} } }]\n`,
  });
}

describe('hexaops models', () => {
  test('lists what nodes have, and where it is loaded', async () => {
    await using first = await new FakeOllama({ models: { 'small:latest': { bytes: 98_362_432 } } }).start();
    await using second = await new FakeOllama({ models: { 'large:8b': { bytes: 4_600_000_000 } } }).start();
    await fetch(`${first.url}/api/generate`, {
      method: 'POST',
      body: JSON.stringify({ model: 'small', stream: false }),
    });
    await using files = await configured(first, second);
    const { code, stdout } = await hexaops(['models', 'list', '--config', files.at('hexaops.yaml')]);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `ollama/large:8b  4.6 GB  on 1 node, loaded nowhere\nollama/small:latest  0.10 GB  on 1 node, loaded on ${first.url}\n`,
    );
  });

  test('names each node that does not answer, beside what the others have', async () => {
    await using away = await new FakeOllama().start();
    await using node = await new FakeOllama({ models: { 'small:latest': { bytes: 98_362_432 } } }).start();
    await using files = await configured(away, node);
    const { url } = away;
    away.kill();
    for (const json of [[], ['--json']]) {
      const told = await hexaops(['models', 'list', '--config', files.at('hexaops.yaml'), ...json]);
      assert.equal(told.code, 0);
      assert.match(told.stdout, /small:latest/);
      assert.ok(told.stderr.startsWith(`ollama: ${url} does not answer: `), told.stderr);
      assert.ok(!told.stderr.includes(node.url), told.stderr);
    }
  });

  test('fetches a model to every node, and says how far it is', async () => {
    await using node = await new FakeOllama().start();
    await using files = await configured(node);
    const config = files.at('hexaops.yaml');
    const { code, stdout } = await hexaops(['models', 'pull', 'new:1b', '--config', config, '--json']);
    assert.equal(code, 0);
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string; completedBytes?: number });
    assert.ok(told.some(({ completedBytes }) => completedBytes === 400));
    assert.equal(told.at(-1)?.status, 'success');
    const listed = await hexaops(['models', 'list', '--config', config]);
    assert.match(listed.stdout, /ollama\/new:1b/);
  });

  test('says why a model cannot be fetched, and what to do where no node answers', async () => {
    await using node = await new FakeOllama().start();
    await using files = await configured(node);
    const config = files.at('hexaops.yaml');
    const failed = await hexaops(['models', 'pull', 'missing', '--config', config]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.stderr, /cannot fetch missing/);
    const { url } = node;
    node.kill();
    const away = await hexaops(['models', 'list', '--config', config]);
    assert.notEqual(away.code, 0);
    assert.match(away.stderr, /no Ollama node answers/);
    assert.ok(away.stderr.includes(`${url} does not answer`), away.stderr);
  });

  test('fetches a model to all nodes that can be reached, and names those that cannot', async () => {
    await using away = await new FakeOllama().start();
    await using node = await new FakeOllama().start();
    await using files = await configured(away, node);
    const { url } = away;
    away.kill();
    const { code, stderr } = await hexaops(['models', 'pull', 'new:1b', '--config', files.at('hexaops.yaml')]);
    assert.notEqual(code, 0);
    assert.ok(stderr.includes(url), stderr);
    const { models } = (await (await fetch(`${node.url}/api/tags`)).json()) as {
      readonly models: readonly { name: string }[];
    };
    assert.ok(models.some(({ name }) => name === 'new:1b'));
  });
});
