import TinyQueue from 'tinyqueue';

interface Account {
  /** Virtual tokens that it has been served, never less than before. */
  served: number;
  /** What it was charged too much by estimates. */
  credit: number;
  /** Tokens that its calls write on average. */
  output: number;
  waiting: number;
  /** Whether it has its entry among those that wait: never two. */
  entered: boolean;
  /** Whether anything was asked or done for it since the last `forget`. */
  used: boolean;
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
  #forgetAt = 0;

  constructor(weights: Readonly<Record<string, number>>, outputCost: number) {
    this.#weights = weights;
    this.#outputCost = outputCost;
  }

  served(workspace: string): number {
    return this.#accounts.get(workspace)?.served ?? this.#floor;
  }

  /** Workspaces that something is remembered of. */
  get known(): number {
    return this.#accounts.size;
  }

  /** Workspaces that have calls waiting. */
  active = 0;

  /** A call of the workspace begins to wait. */
  wait(workspace: string): void {
    const account = this.#accountOf(workspace);
    if (account.waiting === 0) {
      this.active += 1;
      account.served = Math.max(account.served, this.#leastServed());
      if (!account.entered) this.#waiting.push({ account, served: account.served });
      account.entered = true;
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

  /** Forgets who has asked for nothing in ten minutes or more: who comes back then begins level, whatever it has had. */
  forget(now: number): void {
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + forgetEvery;
    for (const [workspace, account] of this.#accounts) {
      if (account.waiting === 0 && !account.used) this.#accounts.delete(workspace);
      account.used = false;
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
      account.entered = account.waiting > 0;
      if (account.entered) this.#waiting.push({ account, served: account.served });
    }
    return this.#floor;
  }

  #accountOf(workspace: string): Account {
    let account = this.#accounts.get(workspace);
    if (account === undefined) {
      account = {
        served: this.#floor,
        credit: 0,
        output: startingOutput,
        waiting: 0,
        entered: false,
        used: true,
      };
      this.#accounts.set(workspace, account);
    }
    account.used = true;
    return account;
  }

  #weightOf(workspace: string): number {
    return this.#weights[workspace] ?? 1;
  }
}

/** Milliseconds between two looks at who has asked for nothing since the last. */
const forgetEvery = 600_000;
/** Tokens that a workspace's calls are expected to write before any has ended. */
const startingOutput = 100;
