import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { coreVersion, HexaopsError } from '@hexaops/core';
import pino from 'pino';
import { loadConfig } from './config/load.ts';
import { ConfigurationDirectory } from './config/testing/configuration.ts';
import { serve, type Service } from './serve.ts';

const manifest = JSON.stringify({
  name: 'hexaops-plugin-test',
  version: '1.0.0',
  type: 'module',
  hexaops: { id: 'test' },
  peerDependencies: { '@hexaops/core': coreVersion },
});

/** Knows everybody who says a name, and one tool that takes as long as it is told to. */
const plugin = `
const point = (id) => ({ id, spec: 'v1', key: Symbol.for('hexaops/' + id + '@v1') });
export default {
  config: {
    type: 'object',
    additionalProperties: false,
    properties: { workspace: { type: 'string' }, milliseconds: { type: 'integer' } },
  },
  register(api, { workspace = 'w1', milliseconds = 0 }) {
    api.contribute(point('authenticator'), {
      id: 'test',
      async authenticate({ headers }) {
        const subject = /^Bearer (\\w+)$/.exec(headers.authorization ?? '')?.[1];
        return subject && { subject, workspace, organizations: [], roles: undefined, permissions: undefined, token: undefined };
      },
    });
    api.contribute(point('tool'), {
      name: 'wait',
      description: 'waits',
      input: { type: 'object', additionalProperties: false },
      worker: 'test',
      effect: 'read',
      async execute(_input, { signal }) {
        await new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, milliseconds);
          signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); });
        });
        return { evidence: [{ source: 'test', query: 'wait', title: 'Waited', content: { kind: 'text', text: 'done' } }] };
      },
    });
  },
};
`;

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.wait
    match: { text: { phrases: [wait] } }
    then: [{ plan: { task: Wait, steps: [{ id: s1, tool: wait }] } }]
`;

interface Given {
  readonly yaml?: string;
  readonly plugin?: string;
  readonly settings?: string;
  /** Of `server.limits`. */
  readonly limits?: string;
}

async function start(given: Given = {}): Promise<Service & { readonly lines: readonly string[] }> {
  const yaml = `${given.yaml ?? ''}\nserver: { host: 127.0.0.1, port: 0, shutdownSeconds: 3, limits: { ${given.limits ?? ''} } }\nplugins: [{ use: ./plugin.mjs, config: { ${given.settings ?? ''} } }]\n`;
  await using directory = await ConfigurationDirectory.create({
    'package.json': manifest,
    'plugin.mjs': given.plugin ?? plugin,
    'rules.yaml': rules,
    'hexaops.yaml': yaml,
  });
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const service = await serve(await loadConfig({ file: directory.file('hexaops.yaml') }), { logger });
  return Object.assign(service, { lines });
}

function ask(service: Service, message: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${service.url}/v1/chat`, {
    method: 'POST',
    headers: { authorization: 'Bearer alice', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
  });
}

describe('a service', () => {
  test('is ready when it is given, and answers with the engine of its plugins', async () => {
    await using service = await start({ settings: 'workspace: w7' });
    assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
    assert.match(service.lines.join(''), /"plugins":\["test"\],"msg":"ready"/);
    const response = await ask(service, 'hello');
    assert.equal(response.status, 200);
    const reply = (await response.json()) as Record<string, unknown>;
    assert.equal(reply['workspace_id'], 'w7');
    assert.equal(reply['status'], 'completed');
    assert.equal((await fetch(`${service.url}/v1/chat?sessions=`)).status, 401);
  });

  test('gives one person no more than the configuration allows', async () => {
    await using service = await start({ limits: 'subjectRunsPerMinute: 2' });
    assert.deepEqual([(await ask(service, 'a')).status, (await ask(service, 'b')).status], [200, 200]);
    const { status, headers } = await ask(service, 'c');
    assert.equal(status, 429);
    assert.match(headers.get('retry-after') ?? '', /^[1-9]\d?$/);
  });

  test('takes no new run while its event loop is late, stays ready, and recovers', { timeout: 60_000 }, async (t) => {
    const limits = 'eventLoopMilliseconds: 300, subjectRunsPerMinute: 0, subjectRequestsPerMinute: 0';
    await using service = await start({ limits: `${limits}, workspaceRequestsPerMinute: 0` });
    const statusOf = async (message: string) => (await ask(service, message)).status;
    while ((await statusOf('while it is late')) !== 503) {
      t.signal.throwIfAborted();
      const end = performance.now() + 500;
      while (performance.now() < end);
    }
    assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
    while ((await statusOf('when it has recovered')) !== 200) {
      t.signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  test('follows the rules that its configuration names', async () => {
    await using service = await start({ yaml: 'rules: [rules.yaml]' });
    const reply = (await (await ask(service, 'wait')).json()) as {
      readonly evidence: readonly { readonly title: string }[];
    };
    assert.equal(reply.evidence[0]?.title, 'Waited');
  });

  test('says with its place what is wrong in a plugin’s part, and leaves nothing running', async () => {
    await assert.rejects(start({ settings: 'workspce: w1' }), (error: unknown) => {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      assert.match(
        error.message,
        /hexaops\.yaml:3:\d+: plugins\[0\]\.config\.workspce is not known here: use one of: workspace/,
      );
      return true;
    });
    await assert.rejects(start({ plugin: 'export default 1' }), (error: unknown) =>
      HexaopsError.is(error, 'plugin-invalid'),
    );
  });

  test('names every plugin that is not there', async () => {
    await using directory = await ConfigurationDirectory.create({
      'hexaops.yaml': 'plugins: [{ use: hexaops-not-there }, { use: hexaops-not-there-either }]',
    });
    await assert.rejects(serve(await loadConfig({ file: directory.file('hexaops.yaml') })), (error: unknown) => {
      assert.ok(HexaopsError.is(error, 'plugin-start-failed'));
      assert.match(
        error.message,
        /"hexaops-not-there" is not installed\n.*"hexaops-not-there-either" is not installed/,
      );
      assert.match(error.nextStep ?? '', /npm install hexaops-not-there/);
      return true;
    });
  });

  test('on every address is reached on this machine’s own', async () => {
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': '' });
    const logger = pino({ level: 'silent' });
    const argv = ['server.port=0', 'server.host=0.0.0.0'];
    await using service = await serve(await loadConfig({ file: directory.file('hexaops.yaml'), argv }), { logger });
    assert.equal((await fetch(`${service.url}/livez`)).status, 200);
  });

  test('on a port that is taken says so', async () => {
    await using other = createServer().listen(0, '127.0.0.1');
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': '' });
    const { port } = other.address() as AddressInfo;
    const loaded = await loadConfig({
      file: directory.file('hexaops.yaml'),
      argv: ['server.host=127.0.0.1', `server.port=${port}`],
    });
    await assert.rejects(serve(loaded), (error: unknown) => {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      assert.match(error.nextStep ?? '', /server\.port/);
      return true;
    });
  });
});

describe('closing a service', () => {
  test('lets a run end, and its reader have all of it', async () => {
    const service = await start({ yaml: 'rules: [rules.yaml]', settings: 'milliseconds: 300' });
    const response = await ask(service, 'wait', { accept: 'text/event-stream' });
    const text = response.text();
    await Promise.all([service.close(), service.close()]);
    assert.match(await text, /event: run-finished\ndata: \{"type":"run-finished","status":"completed"/);
    await assert.rejects(fetch(`${service.url}/livez`), 'no new connection is taken');
    assert.match(service.lines.at(-1) ?? '', /stopped/);
  });

  test(
    'lets go of a run that takes too long, and tells a thousand readers of it to come back',
    { timeout: 30_000 },
    async () => {
      const service = await start({
        yaml: 'rules: [rules.yaml]',
        settings: 'milliseconds: 100000',
        limits: 'subjectStreams: 0, subjectRequestsPerMinute: 0, workspaceRequestsPerMinute: 0',
      });
      const first = await ask(service, 'wait', { accept: 'text/event-stream' });
      const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader();
      let begun = '';
      while (!begun.includes('step-started')) begun += (await reader?.read())?.value ?? '';
      const run = /"run":"([^"]+)"/.exec(begun)?.[1] ?? '';
      const headers = { authorization: 'Bearer alice', accept: 'text/event-stream' };
      const readers = await Promise.all(
        Array.from({ length: 1_000 }, () => fetch(`${service.url}/v1/chat?run=${run}`, { headers })),
      );
      const texts = readers.map((response) => response.text());
      const closing = service.close();
      assert.equal((await fetch(`${service.url}/readyz`)).status, 503, 'who comes is told');
      await closing;
      await assert.rejects(fetch(`${service.url}/readyz`));
      for (const text of texts) {
        assert.match(await text, /come back with Last-Event-ID/);
        assert.doesNotMatch(await text, /run-finished/, 'it can be resumed');
      }
    },
  );
});
