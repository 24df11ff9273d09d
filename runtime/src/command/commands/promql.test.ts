import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hexaops } from '../testing/terminal.ts';

const scope = (input: string, ...more: readonly string[]) =>
  hexaops(['promql', 'scope', '--matcher', 'workspace_id="shop"', ...more], { input });

describe('hexaops promql scope', () => {
  test('binds an expression a line', async () => {
    const { code, stdout } = await scope('up\nsum(rate(http_requests_total{job="api"}[5m])) by (job)\n');
    assert.equal(code, 0);
    assert.equal(
      stdout,
      'up{workspace_id="shop"}\nsum(rate(http_requests_total{workspace_id="shop",job="api"}[5m])) by (job)\n',
    );
  });

  test('says in its place why one is refused, and ends with 1', async () => {
    const { code, stdout } = await scope('info(up)\nup\n\u001b[2J(\n');
    assert.equal(code, 1);
    const [first = '', second, third = ''] = stdout.split('\n');
    assert.match(first, /^# refused: info\(\)/);
    assert.equal(second, 'up{workspace_id="shop"}');
    assert.match(third, /^# refused: /);
    assert.ok(!third.includes(String.fromCodePoint(0x1b)));
  });

  test('takes the whole input as one expression', async () => {
    const { stdout } = await scope('up # all\n/ down', '--whole');
    assert.equal(stdout, 'up{workspace_id="shop"}  \n/ down{workspace_id="shop"}\n');
  });

  for (const matcher of ['shop', 'workspace_id=~".*"', 'workspace_id=""', 'a="b",c="d"', '__name__="up"']) {
    test(`${matcher} is no matcher of a workspace`, async () => {
      const { code, stdout, stderr } = await hexaops(['promql', 'scope', '--matcher', matcher], {
        input: 'up\n',
      });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /label/);
    });
  }
});
