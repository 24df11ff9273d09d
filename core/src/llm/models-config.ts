import { HexaopsError, unknownName } from '../errors.ts';
import type { Purpose, Sensitivity } from '../extension/llm.ts';
import { type BudgetsConfig, checkBudgets, checkPrices, type PricesConfig } from './prices.ts';
import { sensitivities } from './sensitivity.ts';

export const purposes: readonly Purpose[] = ['chat', 'plan', 'extract', 'summarize'];

/** How models are used. A model is written `provider/model`, where the provider is the id of a contributed one. */
export interface ModelsConfig extends Partial<Readonly<Record<Purpose, string>>> {
  /** For each purpose that has no model of its own. Without it, and without a rule that names one, no model is called. */
  readonly default?: string;
  /** Of a workspace's data, where the workspace does not say. `internal` unless told. */
  readonly sensitivity?: Sensitivity;
  /** Tokens of one prompt, as they are estimated here. 12,000 unless told. */
  readonly promptTokens?: number;
  /** Tokens that a model may write in one call. 2,000 unless told. */
  readonly outputTokens?: number;
  /** Milliseconds of one call. 20,000 unless told. */
  readonly milliseconds?: number;
  /**
   * Milliseconds until a model begins to write. Unless told what its provider says, else 5,000 for commercial ones and
   * 20,000 for private ones, which may have to be loaded.
   */
  readonly firstChunkMilliseconds?: number;
  /** Milliseconds that a model which has begun may be silent. 4,000 unless told, here or by its provider. */
  readonly idleMilliseconds?: number;
  /** How often a run may ask for further reads. 2 unless told; 0: never. */
  readonly rounds?: number;
  /** Which answers a model words: of the plans that a model made, or all. `planned` unless told. */
  readonly words?: 'planned' | 'always';
  /**
   * Whether a guard rule may let a write of a model's plan through without approval, where the model has seen nothing but
   * what the person wrote in this run and each argument stands in it. False unless told: people paste what others wrote.
   */
  readonly unapprovedWrites?: boolean;
  /** Of models by `provider/model`; of one that is not named nothing is known. */
  readonly prices?: PricesConfig;
  /** What may be spent. Without any, each run has its `budget.tokens` alone. */
  readonly budgets?: BudgetsConfig;
}

/** What has no default of its own: it is known of a call or not at all. */
type Known = 'firstChunkMilliseconds' | 'idleMilliseconds';

/** The same with every default. */
export type ModelSettings = Required<Omit<ModelsConfig, Purpose | 'default' | Known>> & Pick<ModelsConfig, Known>;

export const defaultModelSettings: ModelSettings = Object.freeze({
  sensitivity: 'internal',
  promptTokens: 12_000,
  outputTokens: 2_000,
  milliseconds: 20_000,
  rounds: 2,
  words: 'planned',
  unapprovedWrites: false,
  prices: {},
  budgets: {},
});

const numbers = {
  promptTokens: 1_000,
  outputTokens: 1,
  milliseconds: 1,
  firstChunkMilliseconds: 1,
  idleMilliseconds: 1,
  rounds: 0,
} as const;

/** Raises `config-invalid`: a limit that is misspelt would not hold. */
export function checkModelsConfig(config: ModelsConfig): void {
  const known = [...new Set([...Object.keys(defaultModelSettings), ...Object.keys(numbers), 'default', ...purposes])];
  for (const name of Object.keys(config)) {
    if (!known.includes(name)) throw unknownName('config-invalid', 'setting of models', name, known);
  }
  for (const [name, minimum] of Object.entries(numbers)) {
    const value = config[name as keyof typeof numbers];
    if (value === undefined || (Number.isSafeInteger(value) && value >= minimum && value <= 2_147_483_647)) continue;
    throw new HexaopsError('config-invalid', `"models.${name}" is ${JSON.stringify(value)}`, {
      nextStep: `give a whole number of at least ${minimum}`,
    });
  }
  checkSensitivity('models.sensitivity', config.sensitivity);
  oneOf('models.words', config.words, ['planned', 'always']);
  oneOf('models.unapprovedWrites', config.unapprovedWrites, [true, false]);
  checkPrices(config.prices ?? {});
  checkBudgets(config.budgets ?? {});
}

/** Raises `config-invalid`: of data whose sensitivity is misspelt nobody would know where it may go. */
export function checkSensitivity(name: string, value: unknown): void {
  oneOf(name, value, sensitivities);
}

function oneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new HexaopsError('config-invalid', `"${name}" is ${JSON.stringify(value)}`, {
    nextStep: `give one of: ${allowed.map((each) => JSON.stringify(each)).join(', ')}`,
  });
}
