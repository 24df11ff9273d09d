import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOptions } from './start-options.ts';

test('without a word it serves the project\u2019s own incident on 8080 and 8081', async () => {
  const { bundle, port, controlPlanePort } = await startOptions([], {});
  assert.match(bundle, /incident$/);
  assert.deepEqual([port, controlPlanePort], [8080, 8081]);
});

test('ports come from the environment, and what is no port is refused', async () => {
  assert.equal((await startOptions([], { PORT: '0', CONTROL_PLANE_PORT: '9000' })).controlPlanePort, 9000);
  for (const PORT of ['http', '-1', '70000', '80.5']) await assert.rejects(startOptions([], { PORT }), /is no port/);
});

test('an unknown option and a path without a recording are refused', async () => {
  await assert.rejects(startOptions(['--bundel', 'x'], {}), /bundel/);
  await assert.rejects(startOptions(['--bundle', '/'], {}), /no support bundle at \//);
});
