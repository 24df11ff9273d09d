import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { Files } from '../../testing/files.ts';
import { hexaops } from '../../testing/terminal.ts';
import { checked, type CheckResult } from './check.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const goodKeys = { keys: [publicKey.export({ format: 'jwk' })] };

interface ControlPlane {
  readonly keys?: unknown;
  readonly status?: number;
  /** By how many milliseconds its clock is ahead. */
  readonly ahead?: number;
}

/** Answers the JWKS to everybody, and 401 to whoever asks for anything else. */
async function startControlPlane({ keys = goodKeys, status = 401, ahead = 0 }: ControlPlane) {
  const answer: RequestListener = (request, response) => {
    response.setHeader('date', new Date(Date.now() + ahead).toUTCString());
    if (request.url === '/jwks') response.end(JSON.stringify(keys));
    else response.writeHead(status).end();
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configured(url: string): string {
  return `
plugins:
  - use: '@hexaops/auth-jwt'
    config: { jwksUrl: '${url}/jwks' }
  - use: '@hexaops/control-plane'
    config: { url: '${url}' }
`;
}

async function examine(yaml: string) {
  await using files = await Files.create({ 'hexaops.yaml': yaml });
  const { code, stdout, stderr } = await hexaops(['doctor', '--config', files.at('hexaops.yaml'), '--json']);
  assert.equal(stderr, '');
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly CheckResult[] };
  return {
    code,
    statuses: Object.fromEntries(checks.map(({ check, status }) => [check, status])),
    about: (name: string) => checks.find(({ check }) => check === name),
  };
}

const allOk = {
  node: 'ok',
  configuration: 'ok',
  plugins: 'ok',
  start: 'ok',
  alerts: 'skipped',
  'cluster-rights': 'skipped',
  keys: 'ok',
  clock: 'ok',
  'control-plane': 'ok',
  models: 'skipped',
};

describe('hexaops doctor', () => {
  test('says of each thing that the service needs that it is there', async () => {
    await using controlPlane = await startControlPlane({});
    const { code, statuses, about } = await examine(configured(controlPlane.url));
    assert.deepEqual(statuses, allOk);
    assert.equal(code, 0);
    assert.match(about('keys')?.message ?? '', /^1 usable in /);
  });

  test('is readable, a line for each, with what to do', async () => {
    await using controlPlane = await startControlPlane({ status: 500 });
    await using files = await Files.create({ 'hexaops.yaml': configured(controlPlane.url) });
    const { code, stdout } = await hexaops(['doctor', '--config', files.at('hexaops.yaml')]);
    assert.equal(code, 1);
    assert.match(stdout, /^ok {6}node: Node \d/);
    assert.match(stdout, /\nfailed {2}control-plane: .* answers with 500\n {2}look into the logs/);
    assert.match(stdout, /\nskipped models: none is configured\n/);
  });

  test('finds a JWKS without a usable key, and one that is none', async () => {
    const weak = { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] };
    for (const [keys, message] of [
      [weak, /no usable key; left out: key 0: symmetric/],
      [{}, /JWKS cannot be read/],
    ] as const) {
      await using controlPlane = await startControlPlane({ keys });
      const { code, statuses, about } = await examine(configured(controlPlane.url));
      assert.deepEqual(statuses, { ...allOk, keys: 'failed' });
      assert.match(about('keys')?.message ?? '', message);
      assert.equal(code, 1);
    }
  });

  test('finds a control plane that is not there', async () => {
    const controlPlane = await startControlPlane({});
    await controlPlane[Symbol.asyncDispose]();
    const { code, statuses, about } = await examine(configured(controlPlane.url));
    assert.deepEqual(statuses, { ...allOk, keys: 'failed', clock: 'failed', 'control-plane': 'failed' });
    assert.match(about('control-plane')?.message ?? '', /does not answer: .*ECONNREFUSED/);
    assert.equal(code, 1);
  });

  test('finds alerts that would be nobody\u2019s, and those that would lead to nothing', async () => {
    await using controlPlane = await startControlPlane({});
    const alerts = "alerts: { credentials: [{ token: 'a-credential-for-a-test' }], workspaceLabel: workspace_id }";
    const nobodys = alerts.replace(', workspaceLabel: workspace_id', '');
    for (const [yaml, message] of [
      [nobodys, /would all be refused/],
      [alerts, /not looked into: no worker may read/],
    ] as const) {
      const { code, about } = await examine(configured(controlPlane.url) + yaml);
      assert.deepEqual([code, about('alerts')?.status], [1, 'failed']);
      assert.match(about('alerts')?.message ?? '', message);
    }
  });

  test('finds a clock that is wrong', async () => {
    await using controlPlane = await startControlPlane({ ahead: 60_000 });
    const { code, about } = await examine(configured(controlPlane.url));
    assert.match(about('clock')?.message ?? '', /this machine is (?:59|60) s behind the control plane/);
    assert.equal(code, 1);
  });

  test('finds a mistake of the configuration, and does not go on from there', async () => {
    const { code, statuses, about } = await examine('sever: {}');
    assert.deepEqual(statuses, {
      node: 'ok',
      configuration: 'failed',
      plugins: 'skipped',
      start: 'skipped',
      alerts: 'skipped',
      'cluster-rights': 'skipped',
    });
    assert.match(about('configuration')?.message ?? '', /sever .*server/);
    assert.equal(code, 1);
  });

  test('finds a plugin that cannot be loaded, and one whose part is wrong', async () => {
    for (const yaml of ['plugins: [{ use: "@hexaops/none" }]', 'plugins: [{ use: "@hexaops/control-plane" }]']) {
      const { code, statuses } = await examine(yaml);
      assert.deepEqual([code, statuses['plugins'], statuses['start']], [1, 'failed', 'skipped']);
    }
  });

  test('does what plugins bring to be checked, also where they do not start', async () => {
    const yaml = `
models: { default: 'nobody/gpt' }
plugins:
  - use: '@hexaops/store-sql'
    config: { url: 'postgres://user:hunter2@127.0.0.1:1/hexaops' }
`;
    const { code, statuses, about } = await examine(yaml);
    assert.deepEqual(
      [code, statuses['start'], statuses['store'], statuses['models']],
      [1, 'failed', 'failed', 'failed'],
    );
    assert.match(about('store')?.message ?? '', /^the Postgres database 127\.0\.0\.1:1\/hexaops cannot be used now/);
    assert.match(about('models')?.message ?? '', /unknown provider of models "nobody"/);
  });

  test('has nothing to say of other ends where no plugin has one', async () => {
    const { code, statuses } = await examine('plugins: []');
    const { keys: _, clock: __, 'control-plane': ___, ...without } = allOk;
    assert.deepEqual(statuses, without);
    assert.equal(code, 0);
  });
});

describe('a check', () => {
  test('that does not end is ended', async () => {
    const { result } = await checked('slow', 10, (signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      return promise;
    });
    assert.deepEqual(result, { check: 'slow', status: 'failed', message: 'it took longer than 10 ms' });
  });
});
