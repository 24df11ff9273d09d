import type { Blocker } from './predicates.ts';

/** Texts of the scheduler's filters, of this and of earlier releases. The first that fits counts. */
const reasons: readonly (readonly [RegExp, Blocker])[] = [
  [/ReadWriteOncePod access mode/, 'claim-in-use'],
  [
    /unbound immediate PersistentVolumeClaims|persistentvolumeclaim .* not found|available persistent volumes to bind|bound to non-existent persistentvolume/,
    'claim',
  ],
  [
    /volume node affinity conflict|PersistentVolume's node affinity|exceed max volume count|not have enough free storage/,
    'volume',
  ],
  [/node\(s\) were unschedulable|node\.kubernetes\.io\/unschedulable/, 'cordon'],
  [
    /node\.kubernetes\.io\/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable)|node\(s\) (?:were not ready|had condition)/,
    'node-not-ready',
  ],
  [/taint/, 'taint'],
  [/existing pods anti-affinity|pod anti-affinity|affinity\/anti-affinity/, 'pod-anti-affinity'],
  [/pod affinity rules/, 'pod-affinity'],
  [/node affinity\/selector|node selector|node affinity/, 'node-affinity'],
  [/topology spread/, 'topology-spread'],
  [/Insufficient cpu/, 'cpu'],
  [/Insufficient memory/, 'memory'],
  [/Too many pods|Insufficient pods/, 'pod-count'],
  [/free ports/, 'host-port'],
  [/Insufficient /, 'other-resource'],
];

/**
 * What `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu.` counts. A reason of the pod as a
 * whole (its claim) bears no number and counts for all nodes.
 */
export function readSchedulerMessage(message: string): ReadonlyMap<Blocker, number> {
  const counts = new Map<Blocker, number>();
  const [, total = '0', list = ''] =
    /^0\/(\d+) nodes are available:?(.*)$/s.exec(message.split(' preemption:')[0] ?? '') ?? [];
  // Commas also stand inside of a reason: `{key: a, b}`, `had taint {x: y}, that the pod didn't tolerate`.
  for (const part of list.split(/[,.;]\s+(?=\d+ )/)) {
    const text = part.trim();
    const blocker = reasons.find(([pattern]) => pattern.test(text))?.[1];
    if (blocker === undefined) continue;
    counts.set(blocker, (counts.get(blocker) ?? 0) + Number(/^(\d+) /.exec(text)?.[1] ?? total));
  }
  return counts;
}
