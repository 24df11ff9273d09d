import {
  HexaopsError,
  type InstalledModel,
  messageOf,
  type ModelSchedule,
  type PullProgress,
  type ScheduleSnapshot,
} from '@hexaops/core';
import type { Dispatcher } from './dispatch/dispatcher.ts';
import type { NodeClient } from './nodes/client.ts';
import type { Discover } from './nodes/discover.ts';
import { callClasses, type Scheduler } from './schedule/index.ts';

export interface ModelScheduleParts {
  readonly id: string;
  readonly scheduler: Scheduler;
  readonly dispatcher: Dispatcher;
  readonly discover: Discover;
  readonly makeClient: (url: string) => NodeClient;
}

/** What operators see of the nodes, and do to them. */
export function modelSchedule({ id, scheduler, dispatcher, discover, makeClient }: ModelScheduleParts): ModelSchedule {
  const clients = async () => (await discover()).map(makeClient);
  return {
    id,
    snapshot: () => snapshotOf(scheduler, dispatcher),
    async models(signal) {
      const all = await clients();
      const looks = await Promise.allSettled(all.map(async (client) => look(client, signal)));
      const answered = looks.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      if (answered.length === 0) throw noNode(looks.find((result) => result.status === 'rejected')?.reason);
      return combined(answered);
    },
    async silent(signal) {
      const looked = await Promise.all(
        (await clients()).map(async (client) => {
          const reason = await look(client, signal).then(() => undefined, messageOf);
          return reason === undefined ? [] : [{ node: client.url, reason }];
        }),
      );
      return looked.flat();
    },
    async *pull(model, signal) {
      const failed: unknown[] = [];
      for (const client of await clients()) {
        try {
          yield* pulled(client, model, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          failed.push(error);
        }
      }
      if (failed.length > 0) throw notEverywhere(model, failed);
    },
  };
}

async function* pulled(client: NodeClient, model: string, signal: AbortSignal): AsyncIterable<PullProgress> {
  for await (const progress of client.pull(model, signal)) yield { node: client.url, ...progress };
}

function snapshotOf(scheduler: Scheduler, dispatcher: Dispatcher): ScheduleSnapshot {
  const { slots } = scheduler.settings;
  return {
    nodes: [...scheduler.nodes.values()].map((node) => ({
      id: node.id,
      up: node.up,
      slots,
      models: [...node.residents.values()].map(({ model, state, inFlight }) => ({
        model,
        state,
        inFlight,
        prefillTokensPerSecond: Math.round(node.ratesOf(model).prefillTokensPerSecond),
      })),
    })),
    waiting: Object.fromEntries(callClasses.map((name, rank) => [name, scheduler.waitingOf(rank)])),
    counts: { ...dispatcher.counts, swaps: dispatcher.swaps },
  };
}

interface Look {
  readonly node: string;
  readonly installed: readonly { readonly model: string; readonly bytes: number }[];
  readonly loaded: readonly string[];
}

async function look(client: NodeClient, signal: AbortSignal): Promise<Look> {
  const [installed, loaded] = await Promise.all([client.installed(signal), client.loaded(signal)]);
  return { node: client.url, installed, loaded: loaded.map(({ model }) => model) };
}

function combined(looks: readonly Look[]): readonly InstalledModel[] {
  const bytes = new Map(looks.flatMap(({ installed }) => installed.map((each) => [each.model, each.bytes] as const)));
  return [...bytes]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([model, size]) => ({
      model,
      bytes: size,
      installed: looks
        .filter(({ installed }) => installed.some((each) => each.model === model))
        .map(({ node }) => node),
      loaded: looks.filter(({ loaded }) => loaded.includes(model)).map(({ node }) => node),
    }));
}

/** The others have it all the same. */
function notEverywhere(model: string, failed: readonly unknown[]): unknown {
  if (failed.length === 1) return failed[0];
  return new HexaopsError(
    'source-unavailable',
    `${failed.length} nodes did not fetch ${model}: ${failed.map(messageOf).join('; ')}`,
    {
      cause: failed[0],
      nextStep: 'look at these nodes, and fetch it again: those that have it do nothing',
    },
  );
}

function noNode(cause: unknown): HexaopsError {
  return new HexaopsError('source-unavailable', 'no Ollama node answers', {
    cause,
    nextStep: 'look at the nodes of llm-ollama in the configuration: do they run, can they be reached from here?',
  });
}
