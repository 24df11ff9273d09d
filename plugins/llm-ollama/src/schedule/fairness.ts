import TinyQueue from 'tinyqueue';

interface Account {
  readonly workspace: string;
  /** Virtual tokens that it has been served, never less than before. */
  served: number;
  /** What it was charged too much by estimates. */
  credit: number;
  /** Tokens that its calls write on average. */
  output: number;
  waiting: number;
}

interface Entry {
  readonly account: Account;
  readonly served: number;
}

/**
 * Virtual token counters (Sheng et al., OSDI '24): of the workspaces that have calls waiting the one that was served the least
 * comes first. Who comes after a pause starts level with the least served that waits, and has saved nothing up. A call is
 * charged when it begins, for its prompt and for what its workspace's calls write on average; the difference when it ends.
 */
export class Fairness {
  readonly #accounts = new Map<string, Account>();
  readonly #waiting = new TinyQueue<Entry>([], (left, right) => left.served - right.served);
  readonly #weights: Readonly<Record<string, number>>;
  readonly #outputCost: number;
  #floor = 0;

  constructor(weights: Readonly<Record<string, number>>, outputCost: number) {
    this.#weights = weights;
    this.#outputCost = outputCost;
  }

  served(workspace: string): number {
    return this.#accounts.get(workspace)?.served ?? this.#floor;
  }

  /** Workspaces that have calls waiting. */
  active = 0;

  /** A call of the workspace begins to wait. */
  wait(workspace: string): void {
    const account = this.#accountOf(workspace);
    if (account.waiting === 0) {
      this.active += 1;
      account.served = Math.max(account.served, this.#leastServed());
      this.#waiting.push({ account, served: account.served });
    }
    account.waiting += 1;
  }

  /** A call of the workspace waits no more. */
  leave(workspace: string): void {
    const account = this.#accountOf(workspace);
    account.waiting -= 1;
    if (account.waiting > 0) return;
    this.active -= 1;
    if (this.active === 0) this.#floor = Math.max(this.#floor, account.served);
  }

  /** Gives what was charged, for `settle`. */
  charge(workspace: string, inputTokens: number): number {
    const account = this.#accountOf(workspace);
    const cost = inputTokens + account.output * this.#outputCost;
    const taken = Math.min(cost, account.credit);
    account.credit -= taken;
    account.served += (cost - taken) / this.#weightOf(workspace);
    return cost;
  }

  settle(workspace: string, charged: number, inputTokens: number, outputTokens: number): void {
    const account = this.#accountOf(workspace);
    const difference = inputTokens + outputTokens * this.#outputCost - charged;
    if (difference > 0) account.served += difference / this.#weightOf(workspace);
    else account.credit -= difference;
    account.output += (outputTokens - account.output) * 0.1;
  }

  /** A call was charged that has not begun. */
  refund(workspace: string, charged: number): void {
    this.#accountOf(workspace).credit += charged;
  }

  /** Forgets who has nothing waiting and is not ahead: to begin again costs it nothing. */
  forget(): void {
    const least = this.#leastServed();
    for (const [workspace, { waiting, served }] of this.#accounts) {
      if (waiting === 0 && served <= least) this.#accounts.delete(workspace);
    }
  }

  #leastServed(): number {
    for (let top = this.#waiting.peek(); top !== undefined; top = this.#waiting.peek()) {
      const { account, served } = top;
      if (account.waiting > 0 && account.served === served) {
        this.#floor = Math.max(this.#floor, served);
        return served;
      }
      this.#waiting.pop();
      if (account.waiting > 0) this.#waiting.push({ account, served: account.served });
    }
    return this.#floor;
  }

  #accountOf(workspace: string): Account {
    let account = this.#accounts.get(workspace);
    if (account === undefined) {
      account = { workspace, served: this.#floor, credit: 0, output: startingOutput, waiting: 0 };
      this.#accounts.set(workspace, account);
    }
    return account;
  }

  #weightOf(workspace: string): number {
    return this.#weights[workspace] ?? 1;
  }
}

/** Tokens that a workspace's calls are expected to write before any has ended. */
const startingOutput = 100;
