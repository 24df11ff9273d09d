import { HexaopsError } from '../errors.ts';
import type { RunContext } from '../run/run-context.ts';
import { timeOf } from '../run/time.ts';
import type { ChosenModel } from './models.ts';
import { costOf, type Price } from './prices.ts';

/** Fewer tokens than this are no answer: then nothing is asked. */
const fewestOutputTokens = 64;
const free: Price = { input: 0, output: 0 };

/** Tokens and money that are set aside for one call. */
export interface Reservation {
  /** Tokens that the model may write: what was wanted, or what is left. */
  readonly maxOutputTokens: number;
  /** What the call has cost; undefined where the model has no price. */
  cost(inputTokens: number, outputTokens: number): number | undefined;
  /** Counts what was really spent in place of what was set aside. */
  settle(inputTokens: number, outputTokens: number): Promise<void>;
}

interface Account {
  readonly scope: string;
  readonly whose: string;
  readonly limit: number;
  amount(inputTokens: number, outputTokens: number): number;
}

/**
 * Sets aside what a call may cost, before it is made, in the run and in every budget that it is counted in: of any number of calls at once,
 * on any replica, none takes a budget beyond its limit by more than what its estimate was wrong by. What a process that dies
 * has set aside stays spent. Raises `budget-exceeded`, and what the store raises: what cannot be counted is not called.
 */
export async function reserve(
  context: RunContext,
  model: ChosenModel,
  inputTokens: number,
  wanted: number,
): Promise<Reservation> {
  const { parts, budget } = context;
  const price = parts.models?.settings.prices[model.name];
  // A workspace pays for its own model itself.
  const paid = model.isWorkspaces ? free : (price ?? free);
  const window = windowOf(parts.now(), parts.models?.settings.budgets.window ?? 'day');
  const accounts = accountsOf(context, paid);
  const spend = (account: Account, amount: number, limit: number) =>
    parts.store.budgets.spend(account.scope, window, amount, limit).catch((cause: unknown) => {
      throw HexaopsError.is(cause) ? cause : notCounted(cause);
    });
  const maxOutputTokens = withinRun(context, paid, inputTokens, wanted);
  // At once, before anything is waited for: calls side by side never spend the same.
  const hold = (output: number, sign: 1 | -1) => {
    budget.takeTokens(sign * (inputTokens + output));
    budget.takeMoney(sign * costOf(paid, inputTokens, output));
  };
  hold(maxOutputTokens, 1);
  const takeOnce = async (output: number, again: boolean): Promise<number> => {
    const taken: Account[] = [];
    for (const account of accounts) {
      const amount = account.amount(inputTokens, output);
      const { allowed, spent } = await spend(account, amount, account.limit);
      if (allowed) {
        taken.push(account);
        continue;
      }
      await Promise.all(taken.map((each) => spend(each, -each.amount(inputTokens, output), each.limit)));
      const fits = outputWithin(account, inputTokens, output, account.limit - spent);
      if (again && fits >= fewestOutputTokens) return takeOnce(fits, false);
      throw usedUp(account.whose, window);
    }
    return output;
  };
  const take = (tokens: number, again: boolean) =>
    takeOnce(tokens, again).catch((error: unknown) => {
      hold(maxOutputTokens, -1);
      throw error;
    });
  const output = accounts.length === 0 ? maxOutputTokens : await take(maxOutputTokens, true);
  hold(maxOutputTokens, -1);
  hold(output, 1);
  return {
    maxOutputTokens: output,
    cost: (input, written) => (price === undefined ? undefined : costOf(paid, input, written)),
    async settle(input, written) {
      hold(output, -1);
      budget.takeTokens(input + written);
      budget.takeMoney(costOf(paid, input, written));
      await Promise.all(
        accounts.map((account) => {
          const difference = account.amount(input, written) - account.amount(inputTokens, output);
          return spend(account, difference, Number.POSITIVE_INFINITY);
        }),
      );
    },
  };
}

function accountsOf({ parts, caller }: RunContext, price: Price): readonly Account[] {
  const { workspace: each, workspaces = {}, user } = parts.models?.settings.budgets ?? {};
  const { workspace, subject } = caller;
  const own = Object.hasOwn(workspaces, workspace) ? workspaces[workspace] : each;
  return [
    { limits: own, scope: JSON.stringify(['models', workspace]), whose: 'this workspace has' },
    { limits: user, scope: JSON.stringify(['models', workspace, subject]), whose: 'you have' },
  ].flatMap(({ limits, scope, whose }): Account[] => [
    ...(limits?.tokens === undefined
      ? []
      : [
          {
            scope: `tokens:${scope}`,
            whose: `${whose} used the ${limits.tokens} tokens of models`,
            limit: limits.tokens,
            amount: (input: number, output: number) => input + output,
          },
        ]),
    ...(limits?.money === undefined
      ? []
      : [
          {
            scope: `money:${scope}`,
            whose: `${whose} used the budget of ${limits.money} for models`,
            limit: limits.money,
            amount: (input: number, output: number) => costOf(price, input, output),
          },
        ]),
  ]);
}

/** Tokens that fit into what is left of an account; what each token costs there is the same. */
function outputWithin(account: Account, input: number, wanted: number, left: number): number {
  const one = account.amount(0, 1);
  return one <= 0 ? 0 : Math.min(wanted, Math.floor((left - account.amount(input, 0)) / one));
}

/** Raises `budget-exceeded` where the run's money is used up. */
function withinRun({ budget, parts }: RunContext, price: Price, input: number, wanted: number): number {
  const limit = parts.models?.settings.budgets.run?.money;
  if (limit === undefined || costOf(price, input, wanted) <= limit - budget.moneySpent) return wanted;
  const left = limit - budget.moneySpent - costOf(price, input, 0);
  const fits = price.output <= 0 ? 0 : Math.floor(left / costOf(price, 0, 1));
  if (fits >= fewestOutputTokens) return fits;
  throw new HexaopsError('budget-exceeded', `this run has used its budget of ${limit} for models`, {
    nextStep: 'ask a narrower question, or raise models.budgets.run in the configuration',
  });
}

function usedUp(whose: string, window: string): HexaopsError {
  return new HexaopsError('budget-exceeded', `${whose} for ${window}`, {
    nextStep: `rules answer without a model; what is in models.budgets holds for a ${window.length === 7 ? 'month' : 'day'}`,
  });
}

function notCounted(cause: unknown): HexaopsError {
  return new HexaopsError('store-unavailable', 'what is spent on models cannot be counted', {
    cause,
    nextStep: 'ask again when the store is back; rules answer without a model',
  });
}

function windowOf(now: number, window: 'day' | 'month'): string {
  return timeOf(now).slice(0, window === 'day' ? 10 : 7);
}
