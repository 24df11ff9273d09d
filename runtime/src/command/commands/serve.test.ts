import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { Files } from '../testing/files.ts';
import { runHexaops, startHexaops } from '../testing/process.ts';
import { hexaops } from '../testing/terminal.ts';

const yaml = 'server: { host: 127.0.0.1, shutdownSeconds: 2 }\nplugins: []\n';

/** Starts the service and gives its URL once it says that it is ready. */
async function start(environment: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  await using files = await Files.create({ 'hexaops.yaml': yaml });
  const { child, ended } = startHexaops(['serve', '--config', files.at('hexaops.yaml'), ...argv], { environment });
  const log = text(child.stdout);
  const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
  return { child, ended, log, line, url: line.replace(/^ready /, '') };
}

describe('hexaops serve', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`says when it is ready, serves, and ends with 0 after ${signal}`, async () => {
      const { child, ended, log, line, url } = await start({ PORT: '0' });
      assert.match(line, /^ready http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      child.kill(signal);
      assert.deepEqual(await ended, { code: 0, signal: null });
      const messages = (await log)
        .trimEnd()
        .split('\n')
        .map((entry) => (JSON.parse(entry) as { msg: string }).msg);
      assert.equal(messages[0], 'ready');
      assert.equal(messages.at(-1), 'stopped');
    });
  }

  test('takes what --set says before what the environment says', async () => {
    const { child, ended, log } = await start({ PORT: '1' }, '--set', 'server.port=0', '--set', 'mode=readOnly');
    child.kill();
    await ended;
    assert.match(await log, /"mode":"readOnly"/);
  });

  test('ends with 2 where it cannot start, and says why', async () => {
    await using files = await Files.create({ 'hexaops.yaml': yaml });
    const { url, child, ended } = await start({ PORT: '0' });
    const taken = new URL(url).port;
    const second = await runHexaops(['serve', '--config', files.at('hexaops.yaml')], { environment: { PORT: taken } });
    child.kill();
    await ended;
    assert.equal(second.code, 2);
    assert.match(
      second.stderr,
      /cannot listen on .*EADDRINUSE.*\(config-invalid\)\n {2}set server\.host and server\.port/,
    );
    const invalid = await hexaops(['serve', '--config', files.at('none.yaml')]);
    assert.deepEqual([invalid.code, invalid.stdout], [2, '']);
  });
});
