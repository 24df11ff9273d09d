import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import { Files } from '../../testing/files.ts';
import { hexaops } from '../../testing/terminal.ts';

function configured(langfuse: FakeLangfuse, secretKey = 'sk-lf-test'): Promise<Files> {
  const config = { baseUrl: langfuse.url, publicKey: 'pk-lf-test', secretKey: '${file:key}' };
  return Files.create({
    key: secretKey,
    'hexaops.yaml': `plugins: [{ use: '@hexaops/trace-langfuse', config: ${JSON.stringify(config)} }]\n`,
  });
}

describe('hexaops datasets export', () => {
  test('prints rated runs, one JSON a line', async () => {
    await using langfuse = await FakeLangfuse.start();
    for (const id of ['run-1', 'run-2'])
      langfuse.items.push({
        id,
        input: { question: 'why?' },
        expectedOutput: {},
        metadata: { score: 1 },
        createdAt: 'now',
      });
    await using files = await configured(langfuse);
    const { code, stdout } = await hexaops(['datasets', 'export', '--config', files.at('hexaops.yaml')]);
    assert.equal(code, 0);
    const items = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    assert.deepEqual(
      items.map(({ id }) => id),
      ['run-1', 'run-2'],
    );
    assert.deepEqual(items[0]?.['input'], { question: 'why?' });
    assert.deepEqual(items[0]['metadata'], { score: 1 });
  });

  test('sends nobody’s control sequences to the terminal', async () => {
    await using langfuse = await FakeLangfuse.start();
    const question = 'why?\u009b2J\u202e';
    langfuse.items.push({ id: 'run-1', input: { question }, expectedOutput: {}, metadata: {}, createdAt: 'now' });
    await using files = await configured(langfuse);
    const { stdout } = await hexaops(['datasets', 'export', '--config', files.at('hexaops.yaml')]);
    assert.doesNotMatch(stdout, /[\u009b\u202e]/);
    assert.equal((JSON.parse(stdout) as { readonly input: { readonly question: string } }).input.question, question);
  });

  test('says what to do where Langfuse refuses the keys, and does not print them', async () => {
    await using langfuse = await FakeLangfuse.start();
    await using files = await configured(langfuse, 'sk-lf-wrong');
    const { code, stdout, stderr } = await hexaops(['datasets', 'export', '--config', files.at('hexaops.yaml')]);
    assert.notEqual(code, 0);
    assert.match(stderr, /source-unavailable/);
    assert.doesNotMatch(stdout + stderr, /sk-lf-wrong/);
  });

  test('names the datasets that there are', async () => {
    await using langfuse = await FakeLangfuse.start();
    await using files = await configured(langfuse);
    const argv = ['datasets', 'export', '--config', files.at('hexaops.yaml'), '--dataset', 'rated'];
    assert.match((await hexaops(argv)).stderr, /hexaops-rated-runs/);
  });

  test('says which plugin is missing', async () => {
    await using files = await Files.create({ 'hexaops.yaml': 'plugins: []\n' });
    const { code, stderr } = await hexaops(['datasets', 'export', '--config', files.at('hexaops.yaml')]);
    assert.notEqual(code, 0);
    assert.match(stderr, /no plugin of the configuration keeps rated runs/);
  });
});
