import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const incident = join(root, 'examples/control-plane/incident');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Started extends AsyncDisposable {
  readonly output: () => string;
  readonly child: ChildProcess;
}

/** Runs the script behind `npm start` and waits until it has said `ready`, or ended. */
async function start(
  ports: { readonly port: number; readonly controlPlane: number },
  parameters: readonly string[] = [],
): Promise<Started> {
  const script = join(root, 'examples/control-plane/src/start.ts');
  const child = spawn(process.execPath, ['--conditions=hexaops-source', script, ...parameters], {
    cwd: root,
    env: { ...process.env, PORT: String(ports.port), CONTROL_PLANE_PORT: String(ports.controlPlane) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exit = once(child, 'exit');
  await new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/^ready$/m.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exit.then(() => resolve());
  });
  return {
    child,
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** The first ready `curl` line of the output, as a request. */
async function followCurl(output: string): Promise<{ readonly status: number; readonly text: string }> {
  const [, url = ''] = /curl -sN '([^']+)'/.exec(output) ?? [];
  const [, body = ''] = /-d '([^']+)'/.exec(output) ?? [];
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer user:alice', 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, text: await response.text() };
}

describe('npm start', () => {
  test('honours its ports, prints a curl line whose answer names the cause, and ends when told', async () => {
    const ports = { port: await freePort(), controlPlane: await freePort() };
    const started = await start(ports);
    const { output, child } = started;
    assert.match(output(), new RegExp(`http://127\\.0\\.0\\.1:${ports.port}\\b`));
    assert.match(
      output(),
      new RegExp(`http://127\\.0\\.0\\.1:${ports.controlPlane}/api/v1/ai/chat\\?workspace_id=shop`),
    );
    const { status, text } = await followCurl(output());
    assert.equal(status, 200);
    assert.match(text, /service-selector-mismatch/);
    assert.equal((await fetch(`http://127.0.0.1:${ports.port}/readyz`)).status, 200);
    await started[Symbol.asyncDispose]();
    assert.equal(child.exitCode, 0);
  });

  test('serves another recorded cluster instead', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-start-'));
    try {
      await cp(incident, directory, { recursive: true });
      await using started = await start({ port: 0, controlPlane: 0 }, ['--bundle', directory]);
      assert.match((await followCurl(started.output())).text, /service-selector-mismatch/);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('says what is wrong with a path that is no recorded cluster', async () => {
    await using started = await start({ port: 0, controlPlane: 0 }, ['--bundle', join(root, 'docs')]);
    assert.match(started.output(), /no support bundle at .*docs/);
    assert.equal(started.child.exitCode, 2);
  });
});
