import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ControlPlane, createControlPlane, exampleUsers, type User } from '@hexaops/example-control-plane';
import type { WrittenConfig } from '@hexaops/runtime';
import { ChatClient } from '../../support/chat.ts';
import { ServiceProcess } from './service-process.ts';

const bundle = fileURLToPath(new URL('../../../examples/control-plane/incident', import.meta.url));

/** 0 switches a limit off that one machine's clients would meet at once. */
const withoutLimits = {
  subjectRequestsPerMinute: 0,
  workspaceRequestsPerMinute: 0,
  subjectRunsPerMinute: 0,
  subjectRuns: 0,
  workspaceRuns: 0,
  workspaceRunsPerSecond: 0,
  subjectStreams: 0,
  failedAuthenticationsPerMinute: 0,
  eventLoopMilliseconds: 0,
};

const many = 1_000_000;

export interface StageOptions {
  readonly server?: NonNullable<WrittenConfig['server']>;
  /** Beside those that every stage has. `{directory}` in a text stands for the scratch directory. */
  readonly plugins?: NonNullable<WrittenConfig['plugins']>;
  readonly controlPlane?: Readonly<Record<string, unknown>>;
  /** How many people `user-0`, `user-1`, ... there are beside those of the example. */
  readonly users?: number;
  readonly rules?: readonly string[];
  readonly budget?: NonNullable<WrittenConfig['budget']>;
}

/** The reference control plane in this process, and the service in one of its own, on a scratch directory. */
export class ServiceStage implements AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly directory: string;
  service: ServiceProcess;
  readonly #configuration: string;

  private constructor(controlPlane: ControlPlane, directory: string, configuration: string, service: ServiceProcess) {
    this.controlPlane = controlPlane;
    this.directory = directory;
    this.service = service;
    this.#configuration = configuration;
  }

  static async open({ server = {}, plugins = [], users = 0, ...rest }: StageOptions = {}): Promise<ServiceStage> {
    await using cleanUp = new AsyncDisposableStack();
    const controlPlane = cleanUp.use(
      await createControlPlane({
        cluster: { kind: 'recorded', directory: bundle, asOf: Date.now() },
        users: [...exampleUsers, ...Array.from({ length: users }, (_, index) => person(`user-${index}`))],
      }),
    );
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-faults-'));
    cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
    const written: WrittenConfig = {
      server: { host: '127.0.0.1', port: 0, ...server, limits: { ...withoutLimits, ...server.limits } },
      // Without the limits on changes: what is counted here is what becomes of each.
      changes: {
        operationsOnTarget: many,
        operationsByCaller: many,
        operationsInWorkspace: many,
        share: 1,
        pods: many,
      },
      logging: { level: 'silent' },
      workspaces: { shop: { environment: 'production' } },
      rules: rest.rules ?? [],
      budget: rest.budget ?? {},
      plugins: [
        { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane.url}/.well-known/jwks.json` } },
        { use: '@hexaops/control-plane', config: { url: controlPlane.url, ...rest.controlPlane } },
        { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces: { shop: ['shop'] } } },
        ...plugins,
      ],
    };
    const configuration = join(directory, 'hexaops.yaml');
    await writeFile(configuration, JSON.stringify(written).replaceAll('{directory}', directory));
    const service = await ServiceProcess.start(configuration);
    const stage = new ServiceStage(controlPlane, directory, configuration, service);
    cleanUp.move();
    return stage;
  }

  /** Another process of the same service, which takes the place of the one before. */
  async restart(): Promise<void> {
    this.service = await ServiceProcess.start(this.#configuration);
  }

  /** A token of the control plane's that outlives the test, unless told. */
  token(user = 'alice', lifetimeSeconds = 3_600): Promise<string> {
    return this.controlPlane.makeToken({ user, workspace: 'shop', lifetimeSeconds });
  }

  async client(user = 'alice', lifetimeSeconds?: number): Promise<ChatClient> {
    return new ChatClient(`${this.service.url}/v1/chat`, `Bearer ${await this.token(user, lifetimeSeconds)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
    this.controlPlane.switches.reset();
    await this.controlPlane.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function person(id: string): User {
  return { id, name: id, organizations: ['acme'], memberships: [{ workspace: 'shop', role: 'workspace-admin' }] };
}
