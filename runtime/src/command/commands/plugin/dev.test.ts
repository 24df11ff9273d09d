import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { startHexaops } from '../../testing/process.ts';
import { hexaops } from '../../testing/terminal.ts';
import { pluginFiles, source } from './testing/plugin-files.ts';

describe('hexaops plugin dev', () => {
  test('asks the plugin, serves it to whoever has its token, and does so again after each change at the same address', async () => {
    await using files = await pluginFiles();
    using running = start(files.path);
    const { child, ended } = running;
    const first = until(
      child.stdout,
      /Bearer (dev-\w+)".*--url (\S+)[\s\S]*\n> say hello to alice\nhello alice \[e1\]\n/,
    );
    const [told, token = '', url = ''] = await first;
    assert.ok(URL.canParse(url), told);

    const ask = async (authorization?: string) => {
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
      const body = JSON.stringify({ message: 'say hello to carol' });
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    };
    const answered = await ask(`Bearer ${token}`);
    assert.equal(answered.status, 200);
    assert.match(answered.text, /hello carol/);
    assert.equal((await ask()).status, 401);
    assert.equal((await ask('Bearer dev-guessed')).status, 401);

    const broken = until(child.stderr, /src\/index\.ts cannot be imported: .*\(plugin-invalid\)/);
    await files.write('src/index.ts', 'export default {');
    await broken;
    const mended = until(child.stdout, /--url (\S+)[\s\S]*\ngood day alice \[e1\]\n/);
    await files.write('src/index.ts', source('good day'));
    assert.equal((await mended)[1], url);
    child.kill('SIGTERM');
    assert.deepEqual(await ended, { code: 0, signal: null });
  });

  test('once: says what the plugin brings, and asks what it is told to, with the configuration of dev.yaml', async () => {
    const config = source('hello')
      .replace(
        'definePlugin({',
        "definePlugin({\n  config: { type: 'object', additionalProperties: false, required: ['word'], properties: { word: { type: 'string' } } },",
      )
      .replace('register(api)', 'register(api, { word }: { readonly word: string })')
      .replace('api.contribute(toolPoint, tool)', 'api.contribute(toolPoint, { ...tool, worker: word })');
    await using files = await pluginFiles({
      'src/index.ts': config,
      'dev.yaml': 'plugins: [{ use: plugin-hello, config: { word: greeter } }]\n',
    });
    const { code, stdout, stderr } = await hexaops([
      'plugin',
      'dev',
      files.path,
      '--once',
      '--ask',
      'say hello to bob',
    ]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^plugin-hello 1\.0\.0 is served at http:\/\/127\.0\.0\.1:\d+; it brings tool v1, rules v1\n/);
    assert.match(stdout, /\n> say hello to bob\nhello bob \[e1\]\n$/);
  });

  test('says of a plugin that ends the process, and ends', async () => {
    await using files = await pluginFiles({ 'src/index.ts': 'process.exit(3);\n' });
    const { code, stderr } = await hexaops(['plugin', 'dev', files.path, '--once']);
    assert.equal(code, 2);
    assert.match(stderr, /the plugin ended the service: a plugin never ends the process \(plugin-start-failed\)/);
  });
});

/** Whatever comes of the test, the process does not outlive it. */
function start(folder: string) {
  const { child, ended } = startHexaops(['plugin', 'dev', folder]);
  return { child, ended, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** Reads on until the text is there. */
async function until(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<RegExpExecArray> {
  let text = '';
  for (;;) {
    const [chunk] = (await once(stream, 'data', { signal: AbortSignal.timeout(60_000) })) as [Buffer];
    text += chunk.toString();
    const found = pattern.exec(text);
    if (found !== null) return found;
  }
}
