import type { ModelCall, Patience } from '../extension/llm.ts';
import type { ChosenModel } from './models.ts';
import type { ModelSettings } from './models-config.ts';

/** Of a model that has begun. What has fallen silent for longer is lost. */
const idleMilliseconds = 4_000;
const firstChunkMilliseconds = { private: 20_000, commercial: 5_000 } as const;

/** How long a call may be silent: what the configuration says, else what the provider knows, else the defaults. */
export function patienceFor({ provider, model }: ChosenModel, call: ModelCall, settings: ModelSettings): Patience {
  const known = provider.patience?.(model, call);
  return {
    firstChunkMilliseconds:
      settings.firstChunkMilliseconds ?? known?.firstChunkMilliseconds ?? firstChunkMilliseconds[provider.locality],
    idleMilliseconds: settings.idleMilliseconds ?? known?.idleMilliseconds ?? idleMilliseconds,
  };
}
