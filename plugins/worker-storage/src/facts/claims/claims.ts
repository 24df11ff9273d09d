import type { StorageFact } from '../fact.ts';
import type { StorageIndex } from '../storage-index.ts';
import { lost, waiting } from './binding.ts';
import { resizing } from './resizing.ts';
import { contended, unreachable, unused } from './use.ts';

/**
 * `claim-waiting`: a claim has no volume. `storageClass` is the name that it gives, `classKnown` whether that class, or a
 * default one, is there; `provisions` whether the class makes volumes by itself, `waitsForPod` whether only for a pod, `pods`
 * how many name the claim; `refusal` is what the provisioner or the quota said last.
 * `claim-lost`: its volume is gone. `claim-resizing`: it was given a larger size, which it does not have yet.
 * `claim-unused`: nothing names it, `hours` after it was made.
 * `claim-contended`: pods on several `nodes`, or several `pods`, use a claim that only one of them may.
 * `claim-unreachable`: a pod that needs it fits on no node that its volume can be reached from.
 */
export function claimFacts(index: StorageIndex, now: number): readonly StorageFact[] {
  return index.state.claims.flatMap((claim) => [
    ...waiting(index, claim, now),
    ...lost(claim),
    ...resizing(index, claim),
    ...unused(index, claim, now),
    ...contended(index, claim),
    ...unreachable(index, claim),
  ]);
}
