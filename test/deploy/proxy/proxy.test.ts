import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hexaops } from '../../support/command.ts';

const sendTraces = fileURLToPath(new URL('send-traces.ts', import.meta.url));

/** Runs a program with the variables that the chart sets for a proxy, and gives the hosts that it asked the proxy for. */
async function askedOf(program: string, parameters: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = new Set<string>();
  const proxy = createServer((_, response) => void response.writeHead(502).end());
  proxy.on('connect', (request, socket) => {
    asked.add(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const env = {
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    NO_PROXY: '.svc,.cluster.local,127.0.0.1,localhost',
  };
  try {
    // What it says does not count: nothing that it asks for is there.
    await new Promise<void>((resolve) => execFile(program, parameters, { env }, () => resolve()));
    return asked;
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
}

describe('behind a proxy', () => {
  test('everything outside is asked through it, and nothing of the cluster', async () => {
    const plugins = [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: 'https://keys.example/jwks.json' } },
      { use: '@hexaops/control-plane', config: { url: 'https://control-plane.hexabase.svc.cluster.local' } },
      { use: '@hexaops/audit-clickhouse', config: { url: 'https://audit.example:8443' } },
      { use: '@hexaops/worker-clickhouse', config: { url: 'https://logs.example:8443' } },
      { use: '@hexaops/worker-prometheus', config: { url: 'https://prometheus.example' } },
      {
        use: '@hexaops/trace-langfuse',
        config: { baseUrl: 'https://langfuse.example', publicKey: 'pk-lf-1', secretKey: 'sk-lf-1' },
      },
      { use: '@hexaops/llm-openai', config: { baseUrl: 'https://models.example/v1' } },
    ];
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-proxy-'));
    try {
      const file = join(directory, 'hexaops.json');
      await writeFile(file, JSON.stringify({ models: { default: 'openai/gpt' }, plugins }));
      const [program, ...parameters] = hexaops;
      assert.deepEqual([...(await askedOf(program, [...parameters, 'doctor', '--config', file]))].toSorted(), [
        'audit.example:8443',
        'keys.example:443',
        'langfuse.example:443',
        'logs.example:8443',
        'models.example:443',
        'prometheus.example:443',
      ]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('traces are sent through it', async () => {
    const asked = await askedOf(process.execPath, ['--conditions=hexaops-source', sendTraces]);
    assert.deepEqual([...asked].toSorted(), ['collector.example:443', 'langfuse.example:443']);
  });
});
