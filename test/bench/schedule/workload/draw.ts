import type { CallClass } from '@hexaops/llm-ollama/schedule';
import { Random } from '../../support/random.ts';
import type { Scenario } from '../scenario.ts';
import { blockTokens, type Recorded } from './trace.ts';

/** One call of a simulation. Times in milliseconds. */
export interface Request {
  readonly id: number;
  readonly arrival: number;
  readonly model: number;
  readonly workspace: number;
  readonly session: number;
  readonly class: CallClass;
  readonly rank: number;
  readonly input: number;
  readonly output: number;
  readonly blocks: readonly number[];
  /** Seconds of a warm node that never forgets a session's prompts. */
  readonly work: number;
}

export interface Draw {
  readonly seed: number;
  readonly load: number;
  readonly nodes: number;
  readonly requests: number;
  /** Whether the first workspace offers half of all work. */
  readonly oneOffersHalf?: boolean;
}

const names = ['interactive', 'routing', 'background'] as const;

/**
 * A stretch of the trace from a random place on, with models, workspaces and classes drawn for it, and its times scaled so
 * that the work which comes is `load` times what the nodes can do.
 */
export function draw(trace: readonly Recorded[], scenario: Scenario, options: Draw): readonly Request[] {
  const random = new Random(options.seed * 7919 + 13);
  for (let skip = 0; skip < 8; skip++) random.next();
  const first = random.below(Math.max(1, trace.length - options.requests));
  const stretch = trace.slice(first, first + options.requests);
  const models = zipf(scenario.models.count, 1);
  const workspaces = zipf(scenario.workspaces.count, 1.1);
  const classes = names.map((name) => scenario.classes[name]);
  const sessions = new Map<number, { readonly model: number; readonly workspace: number }>();
  const seen = new Set<string>();
  const decode = scenario.node.decodeTokensPerSecondByBatch.at(-1) ?? 1;
  let total = 0;
  const drawn = stretch.map(({ at, input, output, blocks }, id) => {
    // The first block of all conversations is the same: it names none.
    const session = blocks[1] ?? -1 - id;
    let owner = sessions.get(session);
    if (owner === undefined) {
      owner = {
        model: pick(models, random),
        workspace: options.oneOffersHalf === true && random.next() < 0.5 ? 0 : pick(workspaces, random),
      };
      sessions.set(session, owner);
    }
    const rank = pick(classes, random);
    let known = 0;
    while (known < blocks.length && seen.has(`${owner.workspace}/${owner.model}/${blocks[known]}`)) known += 1;
    for (const block of blocks) seen.add(`${owner.workspace}/${owner.model}/${block}`);
    const uncached = Math.max(1, input - known * blockTokens);
    const work = uncached / scenario.node.prefillTokensPerSecond + output / decode;
    total += work;
    return { id, at, ...owner, session, class: names[rank] ?? 'interactive', rank, input, output, blocks, work };
  });
  const start = stretch[0]?.at ?? 0;
  const recorded = (stretch.at(-1)?.at ?? 0) - start;
  const wanted = total / (options.load * options.nodes);
  return drawn.map(({ at, ...rest }) => ({ ...rest, arrival: ((at - start) / recorded) * wanted * 1000 }));
}

function zipf(count: number, exponent: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 / (index + 1) ** exponent);
}

function pick(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
