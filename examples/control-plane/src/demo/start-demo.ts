import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, serve } from '@hexaops/runtime';
import { type ControlPlane, createControlPlane } from '../control-plane.ts';
import type { ClusterOptions } from '../kubernetes/open-cluster.ts';
import type { ControlPlaneOptions } from '../options.ts';
import { exampleUsers } from '../people/examples.ts';
import type { User, Workspace } from '../people/people.ts';
import { workspacesOf } from './recorded-workspaces.ts';

export interface DemoOptions {
  /** A directory in the layout of a support bundle; or any cluster, with its workspaces. */
  readonly bundle?: string;
  readonly cluster?: ClusterOptions;
  readonly workspaces?: readonly Workspace[];
  /** The path of Helm's program, for a live cluster. */
  readonly helm?: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly controlPlanePort?: number;
  /** Of `server.limits`; 0 switches one off. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Keys of the service's configuration beside those that are made here. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Listed after the demonstration's own. */
  readonly plugins?: readonly { readonly use: string; readonly config?: object }[];
}

export interface Demo extends AsyncDisposable {
  readonly url: string;
  readonly controlPlane: ControlPlane;
  readonly workspaces: readonly string[];
}

/** The service beside the reference control plane: a recorded cluster as the workspaces of its namespaces, or a live one. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port = 0, controlPlanePort = 0 } = options;
  const workspaces = options.workspaces ?? (await workspacesOf(options.bundle ?? '.'));
  await using cleanUp = new AsyncDisposableStack();
  const controlPlane = await createControlPlane({
    port: controlPlanePort,
    cluster: options.cluster ?? { kind: 'recorded', directory: options.bundle ?? '.', asOf: Date.now() },
    workspaces,
    ...(options.helm !== undefined && { helm: options.helm }),
    users: exampleUsers.map((user) => inEvery(user, workspaces)),
    ...(options.cluster === undefined ? recordedBackups(workspaces) : {}),
  });
  cleanUp.use(controlPlane);
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-demo-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'hexaops.yaml');
  await writeFile(
    file,
    JSON.stringify({ ...options.configuration, ...configOf(controlPlane.url, port, workspaces, options) }),
  );
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

function configOf(
  controlPlaneUrl: string,
  port: number,
  workspaces: readonly Workspace[],
  { limits = {}, helm, plugins = [] }: Pick<DemoOptions, 'limits' | 'helm' | 'plugins'>,
) {
  const namespaces = Object.fromEntries(workspaces.map(({ id, namespaces: own }) => [id, own]));
  return {
    server: { host: '127.0.0.1', port, limits },
    logging: { level: 'warn' },
    workspaces: Object.fromEntries(workspaces.map(({ id, environment }) => [id, { environment }])),
    plugins: [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlaneUrl}/.well-known/jwks.json` } },
      {
        use: '@hexaops/control-plane',
        config: {
          url: controlPlaneUrl,
          // A run of Helm takes longer than a change of one object.
          ...(helm !== undefined && { timeoutMilliseconds: 60_000 }),
          dryRun: {
            scale: 'query',
            restart_deployment: 'query',
            roll_back_release: 'query',
            upgrade_release: 'query',
          },
        },
      },
      { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces } },
      { use: '@hexaops/worker-helm' },
      { use: '@hexaops/worker-storage' },
      { use: '@hexaops/playbooks' },
      { use: '@hexaops/surface-ui-stream' },
      {
        use: '@hexaops/console',
        config: {
          signIn: '/sign-in',
          settings: '/internal/v1/workspaces/{workspace}/llm-settings',
          questions: [
            { ask: 'What is wrong?', about: 'Looks at everything in the workspace, and names causes.' },
            { ask: 'What changed lately?', about: 'Rollouts and other changes, in the order of time.' },
            { ask: 'Scale catalog to 3', about: 'Shows what would change, and waits for approval.' },
          ],
        },
      },
      ...plugins,
    ],
  };
}

/** Whoever belongs to the shop has the same role in every workspace. */
function inEvery(user: User, workspaces: readonly Workspace[]): User {
  const membership = user.memberships.find(({ workspace }) => workspace === 'shop');
  const memberships = membership === undefined ? [] : workspaces.map(({ id }) => ({ ...membership, workspace: id }));
  return { ...user, memberships };
}

/** Every night at three a database is backed up, and last night it was. */
function recordedBackups(workspaces: readonly Workspace[]): Pick<ControlPlaneOptions, 'backups' | 'backupPolicies'> {
  const night = new Date();
  night.setUTCHours(3, 0, 0, 0);
  const startedAt = night.getTime() > Date.now() ? night.getTime() - 86_400_000 : night.getTime();
  return {
    backups: workspaces.map(({ id }, index) => ({
      executionId: `backup-${index + 1}`,
      workspace: id,
      application: 'database',
      startedAt,
    })),
    backupPolicies: { database: { enabled: true, schedule: '0 3 * * *', retention_days: 14, include_volumes: true } },
  };
}
