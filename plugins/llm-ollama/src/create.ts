import type { LlmProvider, ModelSchedule, ReplicaLeases } from '@hexaops/core';
import { clock } from './clock.ts';
import { defaults, type LlmOllamaConfig } from './configuration.ts';
import { Breakers } from './dispatch/breakers.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import { Replicas } from './dispatch/replicas.ts';
import { RetryBudget } from './dispatch/retry-budget.ts';
import { modelSchedule } from './model-schedule.ts';
import { NodeClient } from './nodes/client.ts';
import { type Discover, listed, resolved, together } from './nodes/discover.ts';
import { Watch } from './nodes/watch.ts';
import { ollamaProvider } from './provider/provider.ts';
import { defaultSettings, Scheduler } from './schedule/index.ts';

/** The nodes of one configuration, with all that looks after them. Nothing happens before `start`. */
export interface OllamaNodes extends AsyncDisposable {
  readonly provider: LlmProvider;
  readonly schedule: ModelSchedule;
  start(): Promise<void>;
}

export function createOllamaNodes(config: LlmOllamaConfig, leases?: ReplicaLeases): OllamaNodes {
  const settings = { ...defaults, ...config };
  const { id, contextTokens, authorization } = settings;
  const scheduler = new Scheduler({
    ...defaultSettings,
    slots: settings.slots,
    modelsPerNode: settings.modelsPerNode,
    mostWaiting: settings.maximumWaiting,
    weights: config.weights ?? {},
  });
  const dispatcher = new Dispatcher(scheduler, new Replicas(leases, settings.replicas, id));
  const breakers = new Breakers({
    tripped: (node, model, milliseconds) => scheduler.distrust(node, model, clock() + milliseconds),
    mended(node, model) {
      scheduler.trust(node, model);
      dispatcher.kick();
    },
  });
  const makeClient = (url: string) => new NodeClient(url, contextTokens, authorization);
  const discover = discovery(config);
  const watch = new Watch(scheduler, dispatcher, {
    discover,
    everyMilliseconds: settings.pollMilliseconds,
    makeClient,
    gone: (url) => breakers.forget(url),
  });
  const schedule = modelSchedule({ id, scheduler, dispatcher, discover, makeClient });
  return {
    provider: ollamaProvider({
      id,
      installed: (signal) => schedule.models(signal),
      scheduler,
      dispatcher,
      breakers,
      retries: new RetryBudget(),
      contextTokens,
      firstTokenMilliseconds: settings.firstTokenMilliseconds,
      idleMilliseconds: settings.idleMilliseconds,
    }),
    schedule,
    start: () => watch.start(),
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]();
      await dispatcher[Symbol.asyncDispose]();
    },
  };
}

function discovery({ nodes, service }: LlmOllamaConfig): Discover {
  return together([
    ...(nodes === undefined ? [] : [listed(nodes)]),
    ...(service === undefined ? [] : [resolved(service)]),
  ]);
}
