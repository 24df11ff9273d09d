import type { Caller } from '../caller.ts';
import { HexaopsError, unknownName } from '../errors.ts';
import type { LlmProvider, Purpose, Sensitivity } from '../extension/llm.ts';
import type { WorkspaceModels } from '../extension/workspace-models.ts';
import type { CompiledRules } from '../rules/index.ts';
import {
  checkModelsConfig,
  defaultModelSettings,
  type ModelsConfig,
  type ModelSettings,
  purposes,
} from './models-config.ts';
import { countsMoney } from './prices.ts';
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
  /** The workspace has chosen it for itself, and pays for it. */
  readonly isWorkspaces?: boolean;
}

/** For whom a model is chosen. */
interface Asking {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** The models of an engine. */
export interface Models {
  readonly settings: ModelSettings;
  sensitivityOf(workspace: string): Sensitivity;
  /** Whether any model is set for this, by the organization or by the workspace; sensitivity aside. */
  has(question: ModelQuestion, asking: Asking): Promise<boolean>;
  /**
   * The workspace's own model, alone, where it has one that may see the data: what a workspace keeps to its own provider goes
   * to no other when that one fails. Else the organization's first choice, then its fallbacks. Raises `model-not-allowed`
   * where none of them may see data so sensitive: what is confidential goes to private providers alone, whatever rules and
   * configuration say; and what `WorkspaceModels` raises.
   */
  choose(question: ModelQuestion, asking: Asking): Promise<readonly ChosenModel[]>;
}

export interface ModelsOptions {
  readonly providers: readonly LlmProvider[];
  readonly config: ModelsConfig;
  readonly rules: () => CompiledRules;
  readonly sensitivityOf: (workspace: string) => Sensitivity | undefined;
  readonly own?: WorkspaceModels | undefined;
}

interface Reference {
  readonly provider: string;
  readonly model: string;
  /** The most sensitive data that may be sent to it. */
  readonly limit: string | undefined;
}

/** Undefined without providers and without workspaces' own. Raises `config-invalid`, `rules-invalid`, `plugin-duplicate`, at the start. */
export function createModels({ providers, config, rules, sensitivityOf, own }: ModelsOptions): Models | undefined {
  checkModelsConfig(config);
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  if (byId.size !== providers.length) throw new HexaopsError('plugin-duplicate', 'two providers of models have one id');
  checkNames(config, rules(), [...byId.keys()]);
  checkPriced(config, rules(), byId);
  if (providers.length === 0 && own === undefined) return undefined;
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
    has: async (question, asking) => references(question).length > 0 || (await ownModel(own, asking)) !== undefined,
    async choose(question, asking) {
      const kept = await ownModel(own, asking);
      if (kept !== undefined && maySee(kept.provider, question.sensitivity, undefined)) return [kept];
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

async function ownModel(own: WorkspaceModels | undefined, asking: Asking): Promise<ChosenModel | undefined> {
  const found = await own?.choose(asking.caller, asking.signal);
  if (own === undefined || found === undefined) return undefined;
  const { model, name, locality } = found;
  return { provider: { id: own.id, locality, languageModel: () => model }, model: name, name, isWorkspaces: true };
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

/** A budget of money counts what it knows the price of: a model that is paid for and has none would never use it up. */
function checkPriced(config: ModelsConfig, rules: CompiledRules, providers: ReadonlyMap<string, LlmProvider>): void {
  const { prices = {}, budgets = {} } = config;
  if (!countsMoney(budgets)) return;
  const written = (['default', ...purposes] as const).flatMap((key) => config[key] ?? []);
  const used = rules
    .rules('model')
    .flatMap(({ actions }) => actions)
    .flatMap((action) => ('use' in action ? [action.use, ...(action.use.fallback ?? [])] : []))
    .map(({ provider, model }) => `${provider}/${model}`);
  const isPaid = (name: string) => providers.get(parseName(name).provider)?.locality === 'commercial';
  const missing = [...written, ...used].find((name) => isPaid(name) && !Object.hasOwn(prices, name));
  if (missing === undefined) return;
  throw new HexaopsError('config-invalid', `there is a budget of money, and no price of the model ${missing}`, {
    nextStep: 'give its price in models.prices: what a million tokens cost, {input, output}',
  });
}

function withDefaults(config: ModelsConfig): ModelSettings {
  const isModel = (name: string) => ['default', ...purposes].includes(name);
  const given = Object.entries(config).filter(([name, value]) => !isModel(name) && value !== undefined);
  return { ...defaultModelSettings, ...Object.fromEntries(given) };
}
