import { HexaopsError } from '@hexaops/core';
import type { Pod, PodLog, Unavailable } from '../../cluster/index.ts';
import { failingContainers } from '../failing-containers.ts';
import { isFatal, reasonFor } from './answers.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';
import { readLog } from './read-log.ts';
import { sideBySide } from './side-by-side.ts';

/** Containers whose logs are read, lines and bytes of each log. */
const failingLogLimits = { containers: 50, lines: 200, bytes: 64 * 1024, atOnce: 6 } as const;

/** The logs of containers that are not well, and of their run before. That there is none is no failure. */
export async function readFailingLogs(
  fetch: FetchKubernetes,
  pods: readonly Pod[],
  options: Omit<FetchOptions, 'query'>,
): Promise<{ logs: PodLog[]; unavailable: Unavailable[] }> {
  const { containers, lines, bytes, atOnce } = failingLogLimits;
  const failing = failingContainers(pods);
  const requests = failing
    .slice(0, containers)
    .flatMap(({ namespace, pod, container, hasCurrent, hasPrevious }) => [
      ...(hasCurrent ? [{ namespace, pod, container, previous: false }] : []),
      ...(hasPrevious ? [{ namespace, pod, container, previous: true }] : []),
    ]);
  const read = await sideBySide(requests, atOnce, options.signal, async (request, signal) => {
    try {
      return { log: await readLog(fetch, { ...request, tailLines: lines, limitBytes: bytes }, { ...options, signal }) };
    } catch (error) {
      if (isFatal(error)) throw error;
      if (HexaopsError.is(error, 'not-found')) return {};
      const { namespace, pod, container } = request;
      return {
        unavailable: { source: `the log of ${namespace}/${pod}/${container}`, reason: reasonFor(error), namespace },
      };
    }
  });
  const left = failing.length - containers;
  return {
    logs: read.map(({ log }) => log).filter((log) => log !== undefined),
    unavailable: [
      ...read.map(({ unavailable }) => unavailable).filter((entry) => entry !== undefined),
      ...(left > 0
        ? [{ source: `the logs of ${left} more containers`, reason: `at most ${containers} are read` }]
        : []),
    ],
  };
}
