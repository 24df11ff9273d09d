import type { EngineConfig } from '../../../engine/create-engine.ts';
import { allowEverything, createShop, openShop, type Shop } from '../../../engine/testing/shop.ts';
import { llmProviderPoint } from '../../../extension/llm.ts';
import type { RuleSet } from '../../../rules/index.ts';
import { collect } from '../../../testing/events.ts';
import { fakeCaller } from '../../../testing/fake-caller.ts';
import {
  createScriptedModel,
  providerOf,
  type RecordingModel,
  type ScriptedTurn,
} from '../../../testing/scripted-model.ts';

export const alice = fakeCaller();
/** As permissive as it can be set, and without further readings. */
export const models = { default: 'test/m', unapprovedWrites: true, rounds: 0 };

export type Step = readonly [tool: string, values: object];

/** A plan of these steps, as a model writes it. */
export function plan(...steps: readonly Step[]): ScriptedTurn {
  return {
    object: {
      task: 'as asked',
      steps: steps.map(([tool, values], index) => ({ id: `s${index}`, tool, arguments: values, needs: [] })),
    },
  };
}

export function open(
  shop: Shop,
  model: RecordingModel,
  config: EngineConfig = { models },
  sets: readonly RuleSet[] = [allowEverything],
) {
  return openShop(shop, { config, sets, plugin: (api) => api.contribute(llmProviderPoint, providerOf(model)) });
}

/** Asks one question of an engine whose model does what the script says. */
export async function ask(turns: readonly ScriptedTurn[], message: string, config: EngineConfig = { models }) {
  const shop = createShop();
  const model = createScriptedModel(turns);
  await using engine = await open(shop, model, config);
  const events = await collect(engine.ask(alice, { message }));
  return { shop, model, events };
}
