import { HexaopsError, unknownName } from '../errors.ts';

/** Money for a million tokens, in whatever currency the budgets are. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** By `provider/model`. */
export type PricesConfig = Readonly<Record<string, Price>>;

/** What may be spent in a window of time. */
interface SpendingLimits {
  /** Of prompts and outputs together. */
  readonly tokens?: number;
  readonly money?: number;
}

export interface BudgetsConfig {
  /** Days and months are UTC's. `day` unless told. */
  readonly window?: 'day' | 'month';
  /** Of each workspace that `workspaces` does not name. */
  readonly workspace?: SpendingLimits;
  readonly workspaces?: Readonly<Record<string, SpendingLimits>>;
  /** Of each person, in each workspace. */
  readonly user?: SpendingLimits;
  /** Of each run; its tokens are `budget.tokens`. */
  readonly run?: Pick<SpendingLimits, 'money'>;
}

const million = 1_000_000;

/** What so many tokens cost. */
export function costOf({ input, output }: Price, inputTokens: number, outputTokens: number): number {
  return (inputTokens * input + outputTokens * output) / million;
}

/** Whether any budget is one of money: then each model that may be called needs a price. */
export function countsMoney({ workspace, workspaces = {}, user, run }: BudgetsConfig): boolean {
  return [workspace, user, run, ...Object.values(workspaces)].some((limits) => limits?.money !== undefined);
}

/** Raises `config-invalid`. */
export function checkPrices(prices: PricesConfig): void {
  for (const [model, price] of Object.entries(prices)) {
    checkNames(`models.prices.${model}`, price, ['input', 'output']);
    for (const name of ['input', 'output'] as const) checkAmount(`models.prices.${model}.${name}`, price[name], true);
  }
}

/** Raises `config-invalid`: a budget that is misspelt would never be used up. */
export function checkBudgets(budgets: BudgetsConfig): void {
  checkNames('models.budgets', budgets, ['window', 'workspace', 'workspaces', 'user', 'run']);
  const { window = 'day', workspace = {}, workspaces = {}, user = {}, run = {} } = budgets;
  if (window !== 'day' && window !== 'month') throw unknownName('config-invalid', 'window', window, ['day', 'month']);
  checkLimits('models.budgets.workspace', workspace);
  checkLimits('models.budgets.user', user);
  for (const [id, limits] of Object.entries(workspaces)) checkLimits(`models.budgets.workspaces.${id}`, limits);
  checkNames('models.budgets.run', run, ['money']);
  checkAmount('models.budgets.run.money', run.money, false);
}

function checkLimits(name: string, limits: SpendingLimits): void {
  checkNames(name, limits, ['tokens', 'money']);
  checkAmount(`${name}.tokens`, limits.tokens, false);
  checkAmount(`${name}.money`, limits.money, false);
}

function checkNames(name: string, value: object, known: readonly string[]): void {
  const wrong = Object.keys(value).find((key) => !known.includes(key));
  if (wrong !== undefined) throw unknownName('config-invalid', `key of ${name}`, wrong, known);
}

function checkAmount(name: string, amount: unknown, required: boolean): void {
  if (amount === undefined && !required) return;
  if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return;
  throw new HexaopsError('config-invalid', `"${name}" is ${JSON.stringify(amount)}`, {
    nextStep: 'give a number that is not negative',
  });
}
