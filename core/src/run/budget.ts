import { HexaopsError } from '../errors.ts';

/** What one run may use. */
export interface BudgetLimits {
  /** Steps that are begun: planned, added, and those that are begun again after a suspension. */
  readonly steps: number;
  /** Milliseconds that one step may take. */
  readonly stepMilliseconds: number;
  /** Milliseconds that looking at what a change is about may take; then it is refused. Never more than a step's. */
  readonly changeMilliseconds: number;
  /** Bytes of what one call of a tool brings: all its evidence, its findings and its value together. */
  readonly resultBytes: number;
  /** Bytes of one piece of evidence. */
  readonly evidenceBytes: number;
  /** Bytes of all evidence of the run. */
  readonly runBytes: number;
  /** Tokens of models, what they are sent and what they write. */
  readonly tokens: number;
  /** Steps that run side by side. */
  readonly concurrency: number;
}

export const defaultBudget: BudgetLimits = Object.freeze({
  steps: 32,
  stepMilliseconds: 30_000,
  changeMilliseconds: 1_500,
  resultBytes: 65_536,
  evidenceBytes: 65_536,
  runBytes: 2_097_152,
  tokens: 100_000,
  concurrency: 8,
});

/** Counts what a run uses. Made again from its events after a suspension, so a resume never refills it. */
export class Budget {
  readonly limits: BudgetLimits;
  #steps: number;
  #bytes: number;
  #tokens: number;
  #money: number;

  constructor(
    limits: BudgetLimits,
    used: { readonly steps: number; readonly bytes: number; readonly tokens?: number; readonly money?: number },
  ) {
    this.limits = limits;
    this.#steps = used.steps;
    this.#bytes = used.bytes;
    this.#tokens = used.tokens ?? 0;
    this.#money = used.money ?? 0;
  }

  /** Raises `budget-exceeded` where no step is left. */
  takeStep(): void {
    if (this.#steps >= this.limits.steps) {
      throw new HexaopsError('budget-exceeded', `this run has used its ${this.limits.steps} steps`, {
        nextStep: 'ask a narrower question, or raise budget.steps in the configuration',
      });
    }
    this.#steps += 1;
  }

  /** Bytes that the next piece of evidence may have; 0 when the run's are used up. */
  get evidenceBytesLeft(): number {
    const { evidenceBytes, resultBytes, runBytes } = this.limits;
    return Math.max(0, Math.min(evidenceBytes, resultBytes, runBytes - this.#bytes));
  }

  takeBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Tokens that models may still be sent and write. */
  get tokensLeft(): number {
    return Math.max(0, this.limits.tokens - this.#tokens);
  }

  takeTokens(tokens: number): void {
    this.#tokens += tokens;
  }

  /** Spent on models whose price is known. */
  get moneySpent(): number {
    return this.#money;
  }

  takeMoney(money: number): void {
    this.#money += money;
  }
}
