import type { InstalledModel, LlmProvider, ModelCall, Purpose } from '@hexaops/core';
import { clock, onClock } from '../clock.ts';
import type { Breakers } from '../dispatch/breakers.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { RetryBudget } from '../dispatch/retry-budget.ts';
import type { CallClass, Scheduler } from '../schedule/index.ts';
import { prefixOf } from './prefix.ts';
import { scheduledModel } from './scheduled-model.ts';

/** A person waits for what words an answer or plans it; another call waits for what is extracted; nobody for a summary. */
const classes: Readonly<Record<Purpose, CallClass>> = {
  chat: 'interactive',
  plan: 'interactive',
  extract: 'routing',
  summarize: 'background',
};

/** Of calls that nobody has told anything of: the tests and tools of those who embed the provider. */
const unknownCall: Omit<ModelCall, 'deadline'> = {
  purpose: 'chat',
  workspace: '',
  session: '',
  run: '',
  inputTokens: 500,
};

export interface ProviderParts {
  readonly id: string;
  /** Of the nodes that answer. */
  readonly installed: (signal: AbortSignal) => Promise<readonly InstalledModel[]>;
  readonly scheduler: Scheduler;
  readonly dispatcher: Dispatcher;
  readonly breakers: Breakers;
  readonly retries: RetryBudget;
  readonly contextTokens: number;
  readonly firstTokenMilliseconds: number;
  readonly idleMilliseconds: number;
}

/** Milliseconds that a call may take longer than was predicted before its node is given up. */
const leeway = 10_000;

export function ollamaProvider(parts: ProviderParts): LlmProvider {
  const { id, scheduler } = parts;
  const models = completeNames();
  let next = 0;
  return {
    id,
    locality: 'private',
    models: async (signal) => onEveryNode(await parts.installed(signal)),
    languageModel(name, call) {
      const known = call ?? unknownCall;
      return scheduledModel(models(name), {
        ...parts,
        callOf: ({ prompt }) => ({
          id: next++,
          model: models(name),
          workspace: known.workspace,
          class: classes[known.purpose],
          inputTokens: known.inputTokens,
          prefix: prefixOf(prompt, known.workspace, scheduler.settings.blockTokens),
          arrived: clock(),
          deadline: call === undefined ? undefined : onClock(call.deadline),
        }),
      });
    },
    patience(name, { workspace, purpose }) {
      const call = { model: models(name), workspace, class: classes[purpose] };
      const wait = scheduler.predictedWait(call, clock());
      return {
        firstChunkMilliseconds: Math.ceil(wait) + parts.firstTokenMilliseconds + leeway,
        idleMilliseconds: parts.idleMilliseconds,
      };
    },
  };
}

/** Ollama names a model without a tag `latest`, and so do its lists. */
function completeNames(): (name: string) => string {
  return (name) => (name.includes(':') ? name : `${name}:latest`);
}

/** What any call may be sent to, wherever it is sent; the tag may be left out where it is the usual one. */
function onEveryNode(installed: readonly InstalledModel[]): readonly string[] {
  const nodes = new Set(installed.flatMap((each) => each.installed));
  const everywhere = installed.filter((each) => each.installed.length === nodes.size).map(({ model }) => model);
  return everywhere.flatMap((model) => (model.endsWith(':latest') ? [model, model.replace(/:latest$/, '')] : [model]));
}
