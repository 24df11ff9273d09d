import type { NodeScenario } from '../scenario.ts';
import type { Request } from '../workload/draw.ts';
import { SimulatedNode } from './node.ts';
import type { Policy, Refuse } from './policy.ts';

/** What became of one call. */
export interface Outcome {
  readonly request: Request;
  /** Milliseconds from arrival; undefined for a call that was refused, or never begun. */
  first: number | undefined;
  done: number | undefined;
  refusedAt: number | undefined;
  cached: number;
}

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** Loads after the nodes were first filled. */
  readonly swaps: number;
  readonly end: number;
}

/** Milliseconds after the last arrival at which what has not begun counts as not served. */
const patience = 3_600_000;

/** Runs calls through simulated nodes, by the policy. The same calls and policy give the same run. */
export function simulate(
  requests: readonly Request[],
  nodeCount: number,
  scenario: NodeScenario,
  makePolicy: (refuse: Refuse) => Policy,
): Run {
  const outcomes: Outcome[] = requests.map((request) => ({
    request,
    first: undefined,
    done: undefined,
    refusedAt: undefined,
    cached: 0,
  }));
  const of = (request: Request): Outcome => outcomes[request.id] as Outcome;
  const left = { open: requests.length };
  const refuse: Refuse = (request, now) => {
    of(request).refusedAt = now;
    left.open -= 1;
  };
  const policy = makePolicy(refuse);
  const nodes = Array.from(
    { length: nodeCount },
    (_, index) =>
      new SimulatedNode(index, scenario, {
        firstToken(request, node, now, cached) {
          of(request).first = now - request.arrival;
          of(request).cached = cached;
          policy.firstToken(request, node, now);
        },
        done(request, node, now, told) {
          of(request).done = now;
          left.open -= 1;
          policy.done(request, node, now, told);
        },
        refused: (request, _node, now) => refuse(request, now),
        loaded: (model, node, now) => policy.loaded(model, node, now),
        unloaded: (model, node, now) => policy.unloaded(model, node, now),
      }),
  );
  policy.start(nodes, requests);
  const last = (requests.at(-1)?.arrival ?? 0) + patience;
  let next = 0;
  let now = 0;
  while (left.open > 0 && now < last) {
    const arrival = requests[next]?.arrival ?? Infinity;
    let earliest: SimulatedNode | undefined;
    let at = Infinity;
    for (const node of nodes) {
      const time = node.next();
      if (time < at) {
        at = time;
        earliest = node;
      }
    }
    const wake = policy.next(now);
    if (arrival === Infinity && at === Infinity && wake === Infinity) break;
    now = Math.max(now, Math.min(arrival, at, wake));
    if (earliest !== undefined && at <= now) earliest.advance(now);
    else if (arrival <= now) policy.arrive(requests[next++] as Request, now);
    else policy.wake(now);
  }
  const swaps = nodes.reduce((sum, node) => sum + node.swaps, 0);
  return { outcomes, swaps, end: now };
}
