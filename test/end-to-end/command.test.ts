import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@hexaops/core';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { hexaops, WatchedProcess } from '../support/command.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));

describe('the command in a pipe, through the control plane', { timeout: 120_000 }, () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ bundle, limits: { eventLoopMilliseconds: 0 } });
  });
  after(() => demo[Symbol.asyncDispose]());

  const start = (...argv: readonly string[]) =>
    new WatchedProcess([...hexaops, ...argv, '--workspace', 'shop'], {
      HEXAOPS_URL: demo.controlPlane.url,
      HEXAOPS_AUTHORIZATION: 'Bearer user:alice',
      FORCE_COLOR: '1',
    });
  const run = async (...argv: readonly string[]) => {
    await using started = start(...argv);
    started.child.stdin.end();
    const code = await started.ended;
    return { code, stdout: started.stdout, stderr: started.stderr };
  };
  const operations = () => demo.controlPlane.state.operations.map(({ operation }) => operation);

  test('an answer is lines without colour and without motion', async () => {
    const { code, stdout, stderr } = await run('ask', 'list the pods');
    assert.deepEqual([code, stderr], [0, '']);
    assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u);
    assert.match(stdout, /^shop {7}orders-7d5b9c66f4-4nb8t +1\/1 +Running +0 +node-b +21d$/m);
  });

  test('a change is left waiting; the run can be seen again, the same as before', async () => {
    const asked = await run('ask', 'scale orders to 3');
    assert.equal(asked.code, 3);
    const [, id = ''] = /The run waits for an approval\. Give it on a terminal: hexaops follow (\w+)\n$/.exec(
      asked.stderr,
    ) ?? [asked.stderr];
    assert.match(asked.stdout, /^Needs approval: Deployment shop\/orders goes from 2 to 3 replicas\.$/m);
    assert.deepEqual(operations(), []);

    const followed = await run('follow', id);
    assert.deepEqual(followed, asked);
    const json = await run('follow', id, '--json');
    const events = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
    );
    assert.equal(events.at(-1)?.type, 'approval-required');
  });

  test('an interrupt cancels what is going on', async () => {
    demo.controlPlane.switches.set({ slowMilliseconds: 60_000, slowParts: ['internal'] });
    try {
      await using started = start('ask', 'what is wrong?');
      await started.shows(/… diagnosis/);
      started.child.kill('SIGINT');
      assert.equal(await started.ended, 1);
      assert.match(started.stdout, /^The run was cancelled$/m);
    } finally {
      demo.controlPlane.switches.reset();
    }
  });
});
