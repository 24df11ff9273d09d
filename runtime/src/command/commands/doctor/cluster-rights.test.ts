import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { selfSigned } from '../../testing/certificate.ts';
import { Files } from '../../testing/files.ts';
import { checked } from './check.ts';
import { checkClusterRights } from './cluster-rights.ts';

/** What every user of a cluster may, by the roles that Kubernetes itself binds. */
const everybodys = [
  { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectrulesreviews'] },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  { verbs: ['get', 'list', 'watch'], apiGroups: ['certificates.k8s.io'], resources: ['clustertrustbundles'] },
];
const secrets = { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] };

interface Cluster {
  /** By the namespace that is asked about. */
  readonly rules?: Readonly<Record<string, readonly object[]>>;
  readonly status?: number;
  readonly silent?: boolean;
}

describe('the rights of the service in the cluster', () => {
  const certificate = selfSigned();
  let files: Files;

  before(async () => {
    files = await Files.create({ 'ca.crt': certificate.cert, namespace: 'ai-ops', token: 'the-token-of-the-pod\n' });
  });
  after(() => files[Symbol.asyncDispose]());

  async function startCluster({ rules = {}, status = 201, silent = false }: Cluster) {
    const tokens: (string | undefined)[] = [];
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      tokens.push(request.headers.authorization);
      const { spec } = (await json(request)) as { readonly spec: { readonly namespace: string } };
      const resourceRules = [...everybodys, ...(rules[spec.namespace] ?? [])];
      if (!silent) response.writeHead(status).end(JSON.stringify({ status: { resourceRules } }));
    };
    const server = createServer(certificate, (request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      tokens,
      environment: { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${port}` },
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }

  async function judge(
    environment: Readonly<Record<string, string>>,
    milliseconds = 60_000,
    directory = files.at('.'),
  ) {
    const work = (signal: AbortSignal) => checkClusterRights(environment, signal, directory);
    return (await checked('cluster-rights', milliseconds, work)).result;
  }

  test('are none, but those that everybody has', async () => {
    await using cluster = await startCluster({});
    assert.deepEqual(await judge(cluster.environment), {
      check: 'cluster-rights',
      status: 'ok',
      message: 'the ServiceAccount of ai-ops may do nothing',
    });
    assert.deepEqual(new Set(cluster.tokens), new Set(['Bearer the-token-of-the-pod']));
  });

  test('are none where no token is mounted, and are not asked for where this is no pod', async () => {
    await using empty = await Files.create({ namespace: 'ai-ops' });
    const { status, message } = await judge({ KUBERNETES_SERVICE_HOST: '127.0.0.1' }, 60_000, empty.at('.'));
    assert.deepEqual([status, message], ['ok', 'no token of a ServiceAccount is mounted']);
    assert.equal((await judge({})).status, 'skipped');
  });

  test('are found in its own namespace, and in those where they would harm most', async () => {
    const approving = {
      verbs: ['update'],
      apiGroups: ['certificates.k8s.io'],
      resources: ['certificatesigningrequests'],
    };
    await using other = await startCluster({ rules: { 'ai-ops': [approving] } });
    assert.match(
      (await judge(other.environment)).message,
      /update certificatesigningrequests of certificates\.k8s\.io$/,
    );
    for (const namespace of ['ai-ops', 'kube-system', 'default']) {
      await using cluster = await startCluster({ rules: { [namespace]: [secrets] } });
      const { status, message, nextStep } = await judge(cluster.environment);
      assert.equal(status, 'failed');
      assert.match(message, /has rights in the cluster: get, list secrets$/);
      assert.match(nextStep ?? '', /automountServiceAccountToken: false/);
    }
  });

  test('cannot be told where the API server refuses, is silent, or is another', async () => {
    await using refusing = await startCluster({ status: 403 });
    assert.match((await judge(refusing.environment)).message, /cannot be asked for rights: the answer was 403/);
    await using silent = await startCluster({ silent: true });
    assert.equal((await judge(silent.environment, 200)).status, 'failed');
    await using other = await Files.create({ namespace: 'ai-ops', token: 't' });
    await using cluster = await startCluster({});
    assert.match((await judge(cluster.environment, 60_000, other.at('.'))).message, /self-signed certificate/);
    assert.deepEqual(cluster.tokens, [], 'nobody but the cluster itself is shown the token');
  });
});
