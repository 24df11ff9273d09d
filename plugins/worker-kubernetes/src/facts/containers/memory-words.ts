import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { linesMatching } from '../logs/lines.ts';
import { containersOf, endForMemory, isCrashing, isReady } from './containers.ts';
import { lastWordsOf } from './last-words.ts';

/** A server says of its workers that the kernel killed them: its container goes on, and no state of it tells. */
const killedWorkers =
  /sent SIGKILL! Perhaps out of memory|[Ww]orker .*(?:signal 9|SIGKILL)|child(?: pid)? \d+ exit(?:ed on)? signal (?:9|Killed)|killed by signal 9|terminated by signal 9|[Mm]emory cgroup out of memory|[Oo]ut of memory: Kill(?:ed)? process/;
const exhaustedHeap =
  /java\.lang\.OutOfMemoryError|(?:JavaScript heap|fatal error: runtime:) out of memory|System\.OutOfMemoryException|^MemoryError$/;

/**
 * `memory-exhausted`: a container that fails tells of it in its log. `of` is `workers`, processes of it that the kernel killed,
 * or `heap`, what its runtime may use of the container's memory.
 */
export function memoryWordFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => {
    const containers = workload.pods.filter((pod) => !isReady(pod)).flatMap(containersOf);
    if (containers.length === 0 || containers.some(({ status }) => endForMemory(status) !== undefined)) return [];
    for (const container of containers) {
      if (container.status?.ready === true) continue;
      const pod = container.pod.metadata.name;
      for (const [of, words] of [['workers', killedWorkers] as const, ['heap', exhaustedHeap] as const]) {
        const said = isCrashing(container)
          ? lastWordsOf(index, workload, container).filter((line) => words.test(line))
          : linesMatching(index, workload, words)
              .filter((line) => line.current === true && line.pod === pod && line.container === container.name)
              .map(({ text }) => text);
        const line = said.at(-1);
        if (line === undefined) continue;
        return [
          {
            fact: 'memory-exhausted',
            object: workload.object,
            of,
            container: container.name,
            limit: container.spec.resources?.limits?.['memory'] ?? 'none',
            line: line.slice(0, 400),
            evidence: [evidenceOf('log', referenceOf(container.pod), line)],
          },
        ];
      }
    }
    return [];
  });
}
