import { Random } from '../../support/random.ts';
import type { Request } from '../workload/draw.ts';
import type { Choose, Seen } from './balancer.ts';

function least(nodes: readonly Seen[]): number {
  let best = nodes[0];
  for (const node of nodes) if (best === undefined || node.outstanding < best.outstanding) best = node;
  return best?.index ?? 0;
}

export function random(): Choose {
  const source = new Random(3);
  return (_request, nodes) => source.below(nodes.length);
}

export function roundRobin(): Choose {
  let next = 0;
  return (_request, nodes) => next++ % nodes.length;
}

/** nginx's `least_conn`. */
export function leastConnections(): Choose {
  return (_request, nodes) => least(nodes);
}

export function powerOfTwo(): Choose {
  const source = new Random(11);
  return (_request, nodes) =>
    least([nodes[source.below(nodes.length)] as Seen, nodes[source.below(nodes.length)] as Seen]);
}

/** Olla's: a session stays on the node of its first call. */
export function stickyLeastConnections(): Choose {
  const sessions = new Map<number, number>();
  return ({ session }, nodes) => {
    const index = sessions.get(session) ?? least(nodes);
    sessions.set(session, index);
    return index;
  };
}

/** Points of each node on the ring, and how much more than the mean a node may have: KubeAI's defaults. */
const points = 256;
const meanLoadFactor = 1.25;

/** KubeAI's: consistent hashing of model and beginning of the prompt, past nodes that have too much more than the mean. */
export function boundedLoadHashing(): Choose {
  let ring: readonly { readonly at: number; readonly index: number }[] = [];
  return (request, nodes) => {
    if (ring.length === 0) {
      ring = nodes
        .flatMap(({ index }) =>
          Array.from({ length: points }, (_, point) => ({ at: hash(index * 1009, point), index })),
        )
        .sort((left, right) => left.at - right.at);
    }
    const total = nodes.reduce((sum, { outstanding }) => sum + outstanding, 0);
    const limit = ((total + 1) / nodes.length) * meanLoadFactor;
    const at = hash(request.model + 1, beginning(request));
    let start = ring.findIndex((point) => point.at >= at);
    if (start < 0) start = 0;
    for (let step = 0; step < ring.length; step++) {
      const point = ring[(start + step) % ring.length];
      if (point !== undefined && (nodes[point.index]?.outstanding ?? 0) + 1 <= limit) return point.index;
    }
    return least(nodes);
  };
}

/** What a hash of the first characters of a prompt tells apart. */
function beginning({ session }: Request): number {
  return session;
}

/** Not among those that people run: least connections of the nodes that have the model, by `/api/ps`. */
export function leastConnectionsWhereLoaded(): Choose {
  return ({ model }, nodes) => {
    const having = nodes.filter((node) => node.has(model));
    return least(having.length > 0 ? having : nodes);
  };
}

/** 32 bits of two numbers (the finalizer of MurmurHash3). */
function hash(left: number, right: number): number {
  let value = Math.imul(left | 0, 0x9e3779b1) ^ Math.imul(right | 0, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
