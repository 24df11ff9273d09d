import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import { linesMatching } from './lines.ts';

/** What the API server answers to an account without the right; in logs of JSON, and of klog, its quotes are escaped. */
const refusal =
  /forbidden: User \\*"system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)\\*" cannot ([a-z]+) resource \\*"([a-z0-9./-]+)\\*"/;

/**
 * `api-access-forbidden`: a program is refused by the API server for want of a right of its service account. `harms` tells
 * that it is not ready, too: many programs go on without what they are refused.
 */
export function forbiddenFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload): ClusterFact[] => {
    const harms = workload.pods.length > 0 && !workload.pods.some(isReady);
    // What a program that starts over and over has said, it says again.
    const line = linesMatching(index, workload, refusal).findLast(({ current }) => harms || current !== false);
    const [, namespace, account, verb, resource] = refusal.exec(line?.text ?? '') ?? [];
    if (line === undefined || account === undefined) return [];
    const object = line.pod === '' ? workload.object : { kind: 'Pod', namespace: workload.namespace, name: line.pod };
    return [
      {
        fact: 'api-access-forbidden',
        object: workload.object,
        account: `${namespace}/${account}`,
        verb,
        resource,
        harms,
        evidence: [evidenceOf('log', object, line.text)],
      },
    ];
  });
}
