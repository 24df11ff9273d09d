import { callClasses } from '../call.ts';
import type { Fairness } from '../fairness.ts';
import type { ScheduleSettings } from '../settings.ts';
import { RankQueue } from './rank-queue.ts';
import type { Waiting } from './waiting.ts';

type QueueSettings = Pick<ScheduleSettings, 'ageing' | 'slack' | 'longestWait'>;

/** The calls that wait for one model, by class. Who waits too long in one class goes on in the class above. */
export class ModelQueue {
  readonly #ranks: readonly RankQueue[];
  readonly #ageing: readonly number[];
  readonly #fairness: Fairness;
  readonly #slack: number;
  readonly #overdue: number;
  size = 0;
  /** Tokens of all prompts that wait. */
  inputTokens = 0;

  constructor(fairness: Fairness, { ageing, slack, longestWait }: QueueSettings) {
    this.#overdue = longestWait.interactive;
    this.#fairness = fairness;
    this.#slack = slack;
    this.#ranks = callClasses.map((_, rank) => new RankQueue(rank, fairness));
    this.#ageing = callClasses.map((name) => (name === 'interactive' ? Infinity : ageing[name]));
  }

  add(waiting: Waiting): void {
    this.#rank(waiting.rank).add(waiting);
    this.size += 1;
    this.inputTokens += waiting.call.inputTokens;
  }

  /** Takes it out, wherever it stands. */
  remove(waiting: Waiting): void {
    waiting.here = false;
    this.#rank(waiting.rank).leave(waiting);
    this.size -= 1;
    this.inputTokens -= waiting.call.inputTokens;
  }

  /**
   * The next to begin: of the most urgent class the workspace that was served the least. Who is ahead of a workspace that waits
   * in a class below by more than the slack lets it go first: urgency orders calls within a share, and is no way to more. But
   * whoever has waited in the first class for the longest that a call may wait goes before all: what was taken is served.
   */
  first(now: number): Waiting | undefined {
    const oldest = this.#rank(0).oldest();
    if (oldest !== undefined && now - oldest.since >= this.#overdue) return oldest;
    let chosen: Waiting | undefined;
    let served = Infinity;
    for (const rank of this.#ranks) {
      const waiting = rank.size === 0 ? undefined : rank.first();
      if (waiting === undefined) continue;
      const own = this.#fairness.served(waiting.call.workspace);
      if (chosen !== undefined && served - own <= this.#slack) continue;
      chosen = waiting;
      served = own;
    }
    return chosen;
  }

  /**
   * How a new call of the workspace stands: the class that it counts as, which is the last where all that wait and were served
   * less go before it, and the virtual tokens that whoever is next has still to be served before it goes first, whatever its class.
   */
  standingOf(workspace: string, rank: number, now: number): { readonly rank: number; readonly yieldsAfter: number } {
    const first = this.first(now);
    if (first === undefined) return { rank, yieldsAfter: 0 };
    const ahead = this.#fairness.served(workspace) - this.#fairness.served(first.call.workspace);
    return {
      rank: ahead > this.#slack ? this.#ranks.length - 1 : rank,
      yieldsAfter: Math.max(0, this.#slack + ahead),
    };
  }

  /** Calls that a new one of this rank would find before it, were workspaces all served alike. */
  ahead(rank: number): number {
    let count = 0;
    for (let each = 0; each <= rank; each++) count += this.#rank(each).size;
    return count;
  }

  /** The same, of its own workspace alone. */
  aheadOf(workspace: string, rank: number): number {
    let count = 0;
    for (let each = 0; each <= rank; each++) count += this.#rank(each).waitingOf(workspace);
    return count;
  }

  sizeOf(rank: number): number {
    return this.#rank(rank).size;
  }

  /** Since when the one that has waited the longest waits. */
  oldest(): number | undefined {
    const times = this.#ranks.map((rank) => rank.oldest()?.call.arrived ?? Infinity);
    const first = Math.min(...times);
    return first === Infinity ? undefined : first;
  }

  /** Moves up who has waited long enough. */
  age(now: number): void {
    for (let rank = this.#ranks.length - 1; rank > 0; rank--) {
      const queue = this.#rank(rank);
      const limit = this.#ageing[rank] ?? Infinity;
      for (let waiting = queue.oldest(); waiting !== undefined; waiting = queue.oldest()) {
        if (waiting.since + limit > now) break;
        waiting.rank = rank - 1;
        queue.leave(waiting);
        waiting.since = now;
        this.#rank(rank - 1).add(waiting);
      }
    }
  }

  /** When the next call will have waited long enough to move up. */
  nextAgeing(): number {
    let next = Infinity;
    for (let rank = 1; rank < this.#ranks.length; rank++) {
      const waiting = this.#rank(rank).oldest();
      if (waiting !== undefined) next = Math.min(next, waiting.since + (this.#ageing[rank] ?? Infinity));
    }
    return next;
  }

  #rank(rank: number): RankQueue {
    const queue = this.#ranks[rank];
    if (queue === undefined) throw new RangeError(`there is no class ${rank}`);
    return queue;
  }
}
