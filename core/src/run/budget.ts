import { HexaopsError } from '../errors.ts';

/** What one run may use. */
export interface BudgetLimits {
  /** Steps that are begun: planned, added, and those that are begun again after a suspension. */
  readonly steps: number;
  /** Milliseconds that one step may take. */
  readonly stepMilliseconds: number;
  /** Bytes of one piece of evidence. */
  readonly evidenceBytes: number;
  /** Bytes of all evidence of the run. */
  readonly runBytes: number;
  /** Steps that run side by side. */
  readonly concurrency: number;
}

export const defaultBudget: BudgetLimits = Object.freeze({
  steps: 32,
  stepMilliseconds: 30_000,
  evidenceBytes: 65_536,
  runBytes: 2_097_152,
  concurrency: 8,
});

/** Counts what a run uses. Made again from its events after a suspension, so a resume never refills it. */
export class Budget {
  readonly limits: BudgetLimits;
  #steps: number;
  #bytes: number;

  constructor(limits: BudgetLimits, used: { readonly steps: number; readonly bytes: number }) {
    this.limits = limits;
    this.#steps = used.steps;
    this.#bytes = used.bytes;
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
    return Math.max(0, Math.min(this.limits.evidenceBytes, this.limits.runBytes - this.#bytes));
  }

  takeBytes(bytes: number): void {
    this.#bytes += bytes;
  }
}
