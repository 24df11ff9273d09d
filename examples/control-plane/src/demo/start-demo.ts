import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, serve } from '@hexaops/runtime';
import { type ControlPlane, createControlPlane } from '../control-plane.ts';
import { exampleUsers } from '../people/examples.ts';
import type { User, Workspace } from '../people/people.ts';

export interface DemoOptions {
  /** A directory in the layout of a support bundle. */
  readonly bundle: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly controlPlanePort: number;
}

export interface Demo extends AsyncDisposable {
  readonly url: string;
  readonly controlPlane: ControlPlane;
  readonly workspaces: readonly string[];
}

/** The service beside the reference control plane, which serves a recorded cluster as the workspaces of its namespaces. */
export async function startDemo({ bundle, port, controlPlanePort }: DemoOptions): Promise<Demo> {
  const workspaces = (await namespacesOf(bundle)).map(workspaceOf);
  await using cleanUp = new AsyncDisposableStack();
  const controlPlane = await createControlPlane({
    port: controlPlanePort,
    cluster: { kind: 'recorded', directory: bundle, asOf: Date.now() },
    workspaces,
    users: exampleUsers.map((user) => inEvery(user, workspaces)),
  });
  cleanUp.use(controlPlane);
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-demo-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'hexaops.yaml');
  await writeFile(file, JSON.stringify(configOf(controlPlane.url, port, workspaces)));
  const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url });
  cleanUp.defer(() => service.close());
  controlPlane.aiopsUrl = service.url;
  const kept = cleanUp.move();
  return {
    url: service.url,
    controlPlane,
    workspaces: workspaces.map(({ id }) => id),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function configOf(controlPlaneUrl: string, port: number, workspaces: readonly Workspace[]) {
  return {
    server: { host: '127.0.0.1', port },
    logging: { level: 'warn' },
    workspaces: Object.fromEntries(workspaces.map(({ id, environment }) => [id, { environment }])),
    plugins: [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlaneUrl}/.well-known/jwks.json` } },
      { use: '@hexaops/control-plane', config: { url: controlPlaneUrl } },
      {
        use: '@hexaops/worker-kubernetes',
        config: {
          source: 'control-plane',
          namespaces: Object.fromEntries(workspaces.map(({ id, namespaces }) => [id, namespaces])),
        },
      },
    ],
  };
}

/** Those that something was recorded of, the one with the most pods first. */
async function namespacesOf(bundle: string): Promise<readonly string[]> {
  const files = await readdir(join(bundle, 'cluster-resources', 'pods')).catch(() => []);
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  const system = (name: string) => Number(name.startsWith('kube-'));
  return names.sort((left, right) => system(left) - system(right) || left.localeCompare(right));
}

function workspaceOf(namespace: string): Workspace {
  return { id: namespace, name: namespace, organization: 'acme', environment: 'production', namespaces: [namespace] };
}

/** Whoever belongs to the shop has the same role in every workspace of the recording. */
function inEvery(user: User, workspaces: readonly Workspace[]): User {
  const [membership] = user.memberships.filter(({ workspace }) => workspace === 'shop');
  return membership === undefined
    ? { ...user, memberships: [] }
    : { ...user, memberships: workspaces.map(({ id }) => ({ ...membership, workspace: id })) };
}
