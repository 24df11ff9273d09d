import type { Node } from './nodes.ts';
import type { Backlog } from './queue/backlog.ts';
import type { Returned } from './queue/returned.ts';

/** Milliseconds after which what waits is looked at again: swaps for balance wait for time to pass. */
const lookAgain = 1_000;

/** When to decide again though nothing happens; Infinity where only what happens can change anything. */
export function nextTime(backlog: Backlog, returned: Returned, nodes: Iterable<Node>, now: number): number {
  let next = returned.next();
  for (const queue of backlog.queues.values()) {
    if (queue.size > 0) next = Math.min(next, queue.nextAgeing(), now + lookAgain);
  }
  if (backlog.size + returned.size === 0) return next;
  for (const node of nodes) {
    for (const { closedUntil } of [node, ...node.residents.values()]) {
      if (closedUntil > now) next = Math.min(next, closedUntil);
    }
  }
  return next;
}
