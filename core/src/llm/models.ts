import { HexaopsError, unknownName } from '../errors.ts';
import type { LlmProvider, Sensitivity } from '../extension/llm.ts';
import type { CompiledRules } from '../rules/index.ts';
import {
  checkModelsConfig,
  defaultModelSettings,
  type ModelsConfig,
  type ModelSettings,
  type Purpose,
  purposes,
} from './models-config.ts';
import { exceeds } from './sensitivity.ts';

/** For which call a model is chosen. Rules of stage `model` see exactly this. */
export interface ModelQuestion {
  readonly purpose: Purpose;
  readonly sensitivity: Sensitivity;
  readonly workspace: string;
  readonly environment?: string;
  readonly organization?: string;
}

export interface ChosenModel {
  readonly provider: LlmProvider;
  readonly model: string;
  /** `provider/model`, for events and errors. */
  readonly name: string;
}

/** The models of an engine. */
export interface Models {
  readonly settings: ModelSettings;
  sensitivityOf(workspace: string): Sensitivity;
  /** Whether any model is set for this; sensitivity aside. */
  has(question: ModelQuestion): boolean;
  /**
   * The first choice, then its fallbacks. Raises `model-not-allowed` where none of them may see data so sensitive: what is
   * confidential goes to private providers alone, whatever rules and configuration say.
   */
  choose(question: ModelQuestion): readonly ChosenModel[];
}

export interface ModelsOptions {
  readonly providers: readonly LlmProvider[];
  readonly config: ModelsConfig;
  readonly rules: () => CompiledRules;
  readonly sensitivityOf: (workspace: string) => Sensitivity | undefined;
}

interface Reference {
  readonly provider: string;
  readonly model: string;
  /** The most sensitive data that may be sent to it. */
  readonly limit: string | undefined;
}

/** Undefined without providers. Raises `config-invalid`, `rules-invalid`, `plugin-duplicate`, at the start. */
export function createModels({ providers, config, rules, sensitivityOf }: ModelsOptions): Models | undefined {
  checkModelsConfig(config);
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  if (byId.size !== providers.length) throw new HexaopsError('plugin-duplicate', 'two providers of models have one id');
  checkNames(config, rules(), [...byId.keys()]);
  if (providers.length === 0) return undefined;
  const settings = withDefaults(config);
  const references = (question: ModelQuestion): readonly Reference[] => {
    const use = rules()
      .first('model', { ...question })
      ?.actions.find((action) => 'use' in action)?.use;
    if (use === undefined) {
      const written = config[question.purpose] ?? config.default;
      return written === undefined ? [] : [{ ...parseName(written), limit: undefined }];
    }
    const { sensitivity: limit } = use;
    return [use, ...(use.fallback ?? [])].map(({ provider, model }) => ({ provider, model, limit }));
  };
  return {
    settings,
    sensitivityOf: (workspace) => sensitivityOf(workspace) ?? settings.sensitivity,
    has: (question) => references(question).length > 0,
    choose(question) {
      const chosen = references(question).flatMap(({ provider: id, model, limit }): ChosenModel[] => {
        const provider = byId.get(id);
        if (provider === undefined || !maySee(provider, question.sensitivity, limit)) return [];
        return [{ provider, model, name: `${id}/${model}` }];
      });
      if (chosen.length > 0) return chosen;
      throw new HexaopsError('model-not-allowed', `no model may see ${question.sensitivity} data here`, {
        nextStep: `set a model of a private provider for the purpose "${question.purpose}"`,
      });
    },
  };
}

function maySee({ locality }: LlmProvider, sensitivity: Sensitivity, limit: string | undefined): boolean {
  if (sensitivity === 'confidential' && locality !== 'private') return false;
  return limit === undefined || !exceeds(sensitivity, limit);
}

function parseName(written: string): { readonly provider: string; readonly model: string } {
  const slash = written.indexOf('/');
  return { provider: written.slice(0, slash), model: written.slice(slash + 1) };
}

function checkNames(config: ModelsConfig, rules: CompiledRules, known: readonly string[]): void {
  for (const key of ['default', ...purposes] as const) {
    const written = config[key];
    if (written === undefined) continue;
    if (!/^[^/\s]+\/\S+$/.test(written)) {
      throw new HexaopsError('config-invalid', `"models.${key}" is ${JSON.stringify(written)}`, {
        nextStep: 'write it as provider/model',
      });
    }
    const { provider } = parseName(written);
    if (!known.includes(provider)) throw unknownName('config-invalid', 'provider of models', provider, known);
  }
  if (known.length === 0) return;
  for (const { id, actions } of rules.rules('model')) {
    const uses = actions.flatMap((action) => ('use' in action ? [action.use, ...(action.use.fallback ?? [])] : []));
    const missing = uses.find(({ provider }) => !known.includes(provider));
    if (missing === undefined) continue;
    const { message, nextStep } = unknownName('rules-invalid', 'provider of models', missing.provider, known);
    throw new HexaopsError('rules-invalid', `rule ${id}: ${message}`, nextStep === undefined ? {} : { nextStep });
  }
}

function withDefaults(config: ModelsConfig): ModelSettings {
  const given = Object.entries(config).filter(([name, value]) => name in defaultModelSettings && value !== undefined);
  return { ...defaultModelSettings, ...Object.fromEntries(given) };
}
