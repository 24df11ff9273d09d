import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { InternalCall } from './call-log.ts';
import { createApplication } from './application.ts';
import { systemClock } from './clock.ts';
import { openReleaseEngine } from './helm/open-engine.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { openCluster } from './kubernetes/open-cluster.ts';
import { addKubernetesRoutes } from './kubernetes/routes.ts';
import { addLogRoutes } from './logs/routes.ts';
import { Authority } from './operations/authority.ts';
import type { Backup } from './operations/backups.ts';
import { OperationCatalog } from './operations/catalog.ts';
import { OperationExecutor } from './operations/executor.ts';
import type { Incident } from './operations/incidents.ts';
import type { ExecutedOperation } from './operations/log.ts';
import { addOperationRoutes } from './operations/routes.ts';
import type { ControlPlaneOptions } from './options.ts';
import { addSignIn } from './page/sign-in.ts';
import { addOverviewRoutes } from './overview/routes.ts';
import { Directory } from './people/directory.ts';
import { exampleUsers, exampleWorkspaces } from './people/examples.ts';
import type { User } from './people/people.ts';
import { listenOn, stopServer } from './server.ts';
import { LlmSettingsStore } from './settings/llm-settings.ts';
import { addLlmSettingsRoutes } from './settings/routes.ts';
import { addTestDoors } from './switches/routes.ts';
import { Switches } from './switches/switches.ts';
import { TokenForge } from './switches/token-request.ts';
import type { TokenRequest } from './switches/token-request.ts';
import { internalTokenClaims, signInternalToken } from './tokens/internal-token.ts';
import { addJwksRoute } from './tokens/routes.ts';
import { SigningKeys } from './tokens/signing-keys.ts';

export interface ControlPlaneState {
  readonly operations: readonly ExecutedOperation[];
  /** The last 10,000 requests to the internal API. */
  readonly internalCalls: readonly InternalCall[];
  readonly cluster: Cluster;
  readonly directory: Directory;
  readonly llmSettings: LlmSettingsStore;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly backups: readonly Backup[];
}

export interface ControlPlane extends AsyncDisposable {
  /** `http://HOST:PORT`, without a slash at its end. It stays the same when it is closed and listens again. */
  readonly url: string;
  readonly port: number;
  /** Where `/api/v1/ai/chat` is forwarded to. */
  aiopsUrl: string | undefined;
  readonly state: ControlPlaneState;
  readonly switches: Switches;
  /** Listens again on the same port, after `close`. */
  listen(): Promise<void>;
  /** Refuses connections from now on, and cuts those that are open. */
  close(): Promise<void>;
  /** A new key signs from now on; the old ones stay in the JWKS, and stay valid. */
  rotateKeys(): Promise<void>;
  dropOldKeys(): void;
  /** Any token, right or wrong. */
  makeToken(request?: TokenRequest): Promise<string>;
}

/** Starts a control plane that listens. */
export async function createControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const clock = options.clock ?? systemClock;
  const keys = await SigningKeys.create();
  const cluster = await openCluster(options.cluster);
  const directory = new Directory(options.users ?? exampleUsers, options.workspaces ?? exampleWorkspaces);
  const switches = new Switches();
  const operations: ExecutedOperation[] = [];
  const internalCalls: InternalCall[] = [];
  const backups: Backup[] = [...(options.backups ?? [])];
  const incidents = new Map((options.incidents ?? []).map((incident) => [incident.id, incident]));
  const llmSettings = new LlmSettingsStore();
  const forge = new TokenForge(keys, directory, clock);
  const authority = new Authority({ keys, clock, directory, switches });
  const catalog = new OperationCatalog(clock, openReleaseEngine(options.cluster, cluster, options.helm, clock));
  const executor = new OperationExecutor(operations, switches, clock);

  const mint = (user: User, workspace: string): Promise<string> => {
    const membership = options.carryPermissions === true ? directory.membership(user.id, workspace) : undefined;
    const subject = { user, workspace, ...(membership && { carriedMembership: membership }) };
    return signInternalToken(internalTokenClaims(subject, clock, options.tokenLifetimeSeconds), keys.current);
  };

  let aiopsUrl = options.aiopsUrl;
  const application = createApplication({
    switches,
    calls: internalCalls,
    proxy: { directory, mint, aiopsUrl: () => aiopsUrl },
    addRoutes(router) {
      addJwksRoute(router, keys);
      addSignIn(router, directory, options.users ?? exampleUsers);
      addOverviewRoutes(router, authority, cluster, clock, { backups, policies: options.backupPolicies ?? {} });
      addLogRoutes(router, authority, options.logs ?? [], operations);
      addLlmSettingsRoutes(router, authority, directory, llmSettings);
      addOperationRoutes(router, { authority, catalog, executor, cluster, incidents, backups, clock });
      addKubernetesRoutes(router, authority, cluster);
      if (options.testDoors !== false) addTestDoors(router, { keys, directory, switches, forge, operations });
    },
  });

  const host = options.host ?? '127.0.0.1';
  const handle = application.callback();
  const open = async (onPort: number): Promise<Server> => {
    const server = createServer((request, response) => void handle(request, response));
    await listenOn(server, host, onPort);
    return server;
  };
  let server: Server | undefined = await open(options.port ?? 0);
  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    if (closing !== undefined) await stopServer(closing);
    cluster.close();
  };
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://${host}:${port}`,
    port,
    get aiopsUrl() {
      return aiopsUrl;
    },
    set aiopsUrl(url) {
      aiopsUrl = url;
    },
    state: { operations, internalCalls, cluster, directory, llmSettings, incidents, backups },
    switches,
    async listen() {
      server ??= await open(port);
    },
    close,
    rotateKeys: () => keys.rotate(),
    dropOldKeys: () => keys.dropOld(),
    makeToken: (request = {}) => forge.make(request),
    [Symbol.asyncDispose]: close,
  };
}
