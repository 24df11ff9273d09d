import { fileURLToPath } from 'node:url';
import {
  type Caller,
  CallerToken,
  controlPlanePoint,
  createEngine,
  definePlugin,
  type Engine,
  type EngineConfig,
  type PluginApi,
} from '@hexaops/core';
import { createControlPlane as createPlugin } from '@hexaops/control-plane';
import { type ControlPlane, createControlPlane } from '@hexaops/example-control-plane';
import workerKubernetes from '@hexaops/worker-kubernetes';
import type { VirtualClock } from '../frame/virtual-clock.ts';

const bundle = fileURLToPath(new URL('../../../examples/control-plane/incident', import.meta.url));
const tokenSeconds = 10;
const many = 1_000_000;

export interface EngineStage extends AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly engine: Engine;
  /** Alice, with a token that the control plane makes now. */
  caller(): Promise<Caller>;
}

export interface EngineStageOptions {
  /** Comes before each call of the control plane. */
  readonly beforeCall?: () => void;
  readonly register?: (api: PluginApi) => void;
  readonly config?: EngineConfig;
}

/** The engine in this process beside the reference control plane, with HTTP between them, both by one virtual clock. */
export async function openEngineStage(
  clock: VirtualClock,
  { beforeCall = () => undefined, register = () => undefined, config = {} }: EngineStageOptions = {},
): Promise<EngineStage> {
  const controlPlane = await createControlPlane({
    cluster: { kind: 'recorded', directory: bundle, asOf: clock.now() },
    clock,
    tokenLifetimeSeconds: tokenSeconds,
  });
  const calls = definePlugin({
    register(api) {
      const fetchLater: typeof fetch = (...input) => {
        beforeCall();
        return fetch(...input);
      };
      const surroundings = { now: clock.now, fetch: fetchLater };
      api.contribute(controlPlanePoint, createPlugin({ url: controlPlane.url }, surroundings));
      register(api);
    },
  });
  const engine = await createEngine({
    plugins: [calls, { use: workerKubernetes, config: { source: 'control-plane', namespaces: { shop: ['shop'] } } }],
    config: {
      workspaces: { shop: { environment: 'production' } },
      changes: {
        operationsOnTarget: many,
        operationsByCaller: many,
        operationsInWorkspace: many,
        share: 1,
        pods: many,
      },
      ...config,
    },
    now: clock.now,
    wait: clock.wait,
  });
  return {
    controlPlane,
    engine,
    async caller() {
      const token = await controlPlane.makeToken({ workspace: 'shop' });
      const expiresAt = (Math.floor(clock.now() / 1000) + tokenSeconds) * 1000;
      return {
        subject: 'alice',
        workspace: 'shop',
        organizations: ['acme'],
        roles: undefined,
        permissions: undefined,
        token: new CallerToken(token, expiresAt),
      };
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await controlPlane.close();
    },
  };
}
