import type { ClusterIndex } from '../cluster-index.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, referenceOf } from '../fact.ts';
import { endedForMemory, isReady } from './containers.ts';

const recent = 15 * 60 * 1000;
const noAddress =
  /failed to assign an IP address|no (?:more )?(?:free )?(?:IP )?addresses? (?:available|left)|no available (?:IP )?addresses|no (?:more )?IPs available|no IP addresses available in range|address pool .*exhausted|failed to allocate for range|IPAM .*(?:exhausted|full)|InsufficientFreeAddresses/i;
/** The runtime itself does not answer: that is the node's trouble. Agents of network plugins have sockets, too. */
const runtime = /\b(?:containerd|crio|docker|dockershim|cri-dockerd)\.sock\b|runtime is down/;
/** The image that every pod of the node needs cannot be fetched. */
const noImage = /failed to get sandbox image|failed (?:to )?pull(?:ing)? image "[^"]*pause/i;

/**
 * `pod-not-set-up`: the node cannot set up a pod before any container is made, mostly its network. `wants` says for want of
 * what: `address` (none is left), `memory` (its limit is too low even for that), `network` (its plugin fails), `other`.
 */
export function sandboxFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload): ClusterFact[] => {
    for (const pod of workload.pods) {
      const event = index.events.of(referenceOf(pod), 'FailedCreatePodSandBox').at(-1);
      const made = (pod.status?.containerStatuses ?? []).some(({ state }) => state?.waiting === undefined);
      if (event === undefined || isReady(pod) || made || runtime.test(event.message)) continue;
      if (event.lastSeen !== undefined && index.now - event.lastSeen > recent) continue;
      return [
        {
          fact: 'pod-not-set-up',
          object: workload.object,
          node: pod.spec?.nodeName ?? '',
          wants: wantOf(event.message),
          message: event.message,
          evidence: [eventEvidence(event)],
        },
      ];
    }
    return [];
  });
}

function wantOf(message: string): 'address' | 'memory' | 'network' | 'other' {
  if (endedForMemory.test(message)) return 'memory';
  if (noImage.test(message)) return 'other';
  if (noAddress.test(message)) return 'address';
  return /network|cni/i.test(message) ? 'network' : 'other';
}
