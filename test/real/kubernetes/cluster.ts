import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesObject, KubernetesApi } from './api.ts';
import type { Binaries } from './servers/binaries.ts';
import { type Credentials, kubeconfig, makeCredentials, type Tokens } from './servers/credentials.ts';
import { eventually } from './eventually.ts';
import { freePorts, ServerProcess } from './servers/process.ts';
import { StubKubelet } from './kubelet/stub-kubelet.ts';

export type User = keyof Tokens;

/** A control plane of its own: real etcd, API server, controllers and scheduler, and two nodes without containers. */
export interface RealCluster extends AsyncDisposable {
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly certificate: string;
  readonly tokens: Tokens;
  /** Paths of the kubeconfig of each user. */
  readonly kubeconfigs: Readonly<Record<User, string>>;
  /** The API as the administrator. */
  readonly api: KubernetesApi;
  /** Creates a namespace and waits until pods can be admitted to it. */
  createNamespace(name: string): Promise<void>;
}

/** How long one server may take to be ready on a busy machine, in milliseconds. */
const READY_DEADLINE = 120_000;

/** Leaves nothing behind when it fails. */
export async function startCluster(binaries: Binaries): Promise<RealCluster> {
  await using started = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-kubernetes-'));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const credentials = await makeCredentials(directory);
  const { tokens, certificate } = credentials;
  const [etcdPort = 0, peerPort = 0, apiPort = 0, controllerPort = 0, schedulerPort = 0, kubeletPort = 0] =
    await freePorts(6);
  const server = `https://127.0.0.1:${apiPort}`;
  const paths: Record<string, string> = {};
  for (const [user, token] of Object.entries(tokens)) {
    paths[user] = join(directory, `${user}.kubeconfig`);
    await writeFile(paths[user], kubeconfig(server, certificate, token), { mode: 0o600 });
  }
  const kubeconfigs = paths as Record<User, string>;
  const start = (name: string, command: string, flags: readonly string[]) =>
    started.use(new ServerProcess(name, command, flags, directory));

  const etcd = start('etcd', binaries.etcd, etcdFlags(etcdPort, peerPort));
  await etcd.ready(async () => (await fetch(`http://127.0.0.1:${etcdPort}/health`)).ok, READY_DEADLINE);

  const apiServer = start('kube-apiserver', binaries.apiServer, apiServerFlags(credentials, etcdPort, apiPort));
  const api = started.use(new KubernetesApi(server, certificate, tokens.admin));
  await apiServer.ready(async () => (await api.text('/readyz')) === 'ok', READY_DEADLINE);
  await api.apply(READERS);

  const components = [
    { name: 'kube-controller-manager', port: controllerPort, ...controllerManager(binaries, credentials) },
    { name: 'kube-scheduler', port: schedulerPort, command: binaries.scheduler, flags: [] },
  ];
  await Promise.all(
    components.map(async ({ name, command, port, flags }) => {
      const component = start(name, command, [...flags, ...componentFlags(kubeconfigs.admin, credentials, port)]);
      const health = started.use(new KubernetesApi(`https://127.0.0.1:${port}`, certificate, tokens.admin));
      await component.ready(async () => (await health.text('/healthz')) === 'ok', READY_DEADLINE);
    }),
  );
  await exists(api, '/api/v1/namespaces', 'kube-node-lease');
  started.use(await StubKubelet.start(api, credentials, kubeletPort));
  await eventually('nodes without taints', async () => {
    const nodes = await api.list('/api/v1/nodes');
    return nodes.every(({ spec }) => (spec as { taints?: unknown }).taints === undefined) || undefined;
  });

  const running = started.move();
  return {
    server,
    certificate,
    tokens,
    kubeconfigs,
    api,
    createNamespace: (name) => createNamespace(api, name),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function createNamespace(api: KubernetesApi, name: string): Promise<void> {
  await api.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]);
  await exists(api, `/api/v1/namespaces/${name}/serviceaccounts`, 'default');
}

async function exists(api: KubernetesApi, list: string, name: string): Promise<void> {
  await eventually(`${name} in ${list}`, async () =>
    (await api.list(list)).find(({ metadata }) => metadata.name === name),
  );
}

function etcdFlags(clientPort: number, peerPort: number): string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    '--data-dir=etcd',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
  ];
}

function apiServerFlags(credentials: Credentials, etcdPort: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    ...certificateFlags(credentials),
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${credentials.serviceAccountKeyFile}`,
    `--service-account-key-file=${credentials.serviceAccountKeyFile}`,
    `--token-auth-file=${credentials.tokenFile}`,
    '--authorization-mode=RBAC',
    '--endpoint-reconciler-type=none',
    '--kubelet-preferred-address-types=InternalIP',
  ];
}

function controllerManager(binaries: Binaries, credentials: Credentials) {
  return {
    command: binaries.controllerManager,
    flags: [
      `--service-account-private-key-file=${credentials.serviceAccountKeyFile}`,
      `--root-ca-file=${credentials.certificateFile}`,
    ],
  };
}

function componentFlags(kubeconfigFile: string, credentials: Credentials, port: number): string[] {
  return [
    `--kubeconfig=${kubeconfigFile}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    ...certificateFlags(credentials),
  ];
}

function certificateFlags({ certificateFile, privateKeyFile }: Credentials): string[] {
  return [`--tls-cert-file=${certificateFile}`, `--tls-private-key-file=${privateKeyFile}`];
}

/** What the read-only user may read beyond the built-in role `view`, which knows namespaced objects only. */
const READERS: readonly KubernetesObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'readers' },
    rules: [
      { apiGroups: [''], resources: ['nodes', 'persistentvolumes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get', 'list', 'watch'] },
    ],
  },
  ...['view', 'readers'].map((role) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `readers-${role}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'readers' }],
  })),
];
