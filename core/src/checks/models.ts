import { HexaopsError, unknownName } from '../errors.ts';
import type { Check } from '../extension/check.ts';
import type { LlmProvider } from '../extension/llm.ts';
import { type ModelsConfig, purposes } from '../llm/models-config.ts';

/** Whether each model that the configuration names is at its provider, as far as that can be asked. */
export function modelsCheck(providers: readonly LlmProvider[], config: ModelsConfig): Check {
  return {
    name: 'models',
    async check(signal) {
      const wanted = [...new Set([config.default, ...purposes.map((purpose) => config[purpose])])].filter(
        (model) => model !== undefined,
      );
      if (wanted.length === 0) return { message: 'none is configured', skipped: true };
      const found = await Promise.all(wanted.map((model) => look(model, providers, signal)));
      return { message: found.join(', ') };
    },
  };
}

async function look(model: string, providers: readonly LlmProvider[], signal: AbortSignal): Promise<string> {
  const [id = ''] = model.split('/', 1);
  const name = model.slice(id.length + 1);
  const provider = providers.find((each) => each.id === id);
  if (provider === undefined) {
    throw unknownName(
      'config-invalid',
      'provider of models',
      id,
      providers.map((each) => each.id),
    );
  }
  if (provider.models === undefined) return `${model} (its provider cannot be asked)`;
  const there = await provider.models(signal);
  if (there.includes(name)) return model;
  const listed = there.slice(0, 20).join(', ') || 'none';
  throw new HexaopsError('config-invalid', `${id} has no model "${name}"; it has: ${listed}`, {
    nextStep: 'name one that it has under "models"; for private nodes: hexaops models pull',
  });
}
