import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import type { Pod } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { describeStatus, isProblem, readyContainers, restartsOf, statusesOf } from '../presentation/pod-status.ts';

export function listProblemPods(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-problem-pods',
    description: 'Lists the pods that do not run or are not ready, with the reason that Kubernetes gives.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: { namespace: namespaceArgument } },
    async execute({ namespace }, context) {
      const reading = await access.list('Pod', context, namespace);
      const pods = reading.items.filter(isProblem);
      const now = await access.moment(context);
      return {
        evidence: [
          tableEvidence(access, reading, {
            title: `pods that are not well (${pods.length} of ${reading.items.length})`,
            table: {
              columns: ['namespace', 'name', 'status', 'message', 'ready', 'restarts', 'node', 'age'],
              rows: pods.map((pod) => [
                pod.metadata.namespace,
                pod.metadata.name,
                describeStatus(pod),
                messageOfPod(pod),
                readyContainers(pod),
                restartsOf(pod),
                pod.spec?.nodeName ?? '',
                ageOf(pod.metadata.creationTimestamp, now),
              ]),
            },
            remedy: 'ask for one namespace',
            byteCap: context.byteCap,
          }),
        ],
        value: { count: pods.length },
        unavailable: reading.unavailable,
      };
    },
  });
}

/** What a container waits for or ended with, else why the pod is not scheduled. */
function messageOfPod(pod: Pod): string {
  const states = statusesOf(pod).map(({ state }) => state?.waiting?.message ?? state?.terminated?.message);
  const conditions = (pod.status?.conditions ?? [])
    .filter(({ status }) => status === 'False')
    .map(({ message }) => message);
  const text = [...states, pod.status?.message, ...conditions].find(
    (message) => message !== undefined && message !== '',
  );
  return (text ?? '').replaceAll(/\s+/g, ' ');
}
