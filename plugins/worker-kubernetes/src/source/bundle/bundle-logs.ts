import type { Pod, PodLog } from '../../cluster/index.ts';
import { failingContainers } from '../failing-containers.ts';
import { tailOf } from '../tail.ts';
import type { BundleLimits } from './limits.ts';

type LogIdentity = Pick<PodLog, 'namespace' | 'pod' | 'container' | 'previous'>;

/** The logs of a bundle: of each the end, and of all together as much as the limits allow. */
export class BundleLogs {
  readonly #limits: BundleLimits;
  readonly #logs: PodLog[] = [];

  constructor(limits: BundleLimits) {
    this.#limits = limits;
  }

  add({ namespace, pod, container, previous }: LogIdentity, content: Buffer): void {
    this.#logs.push({ namespace, pod, container, previous, ...tailOf(content, { bytes: this.#limits.logBytes }) });
  }

  /** Those of containers that are not well first; `left` counts the logs for which there was no room. */
  finish(pods: readonly Pod[]): { logs: PodLog[]; left: number } {
    const failing = new Set(failingContainers(pods).map(keyOf));
    const ordered = [
      ...this.#logs.filter((log) => failing.has(keyOf(log))),
      ...this.#logs.filter((log) => !failing.has(keyOf(log))),
    ];
    const logs: PodLog[] = [];
    let room = this.#limits.allLogBytes;
    for (const log of ordered) {
      room -= log.text.length;
      if (room < 0) break;
      logs.push(log);
    }
    return { logs, left: ordered.length - logs.length };
  }
}

function keyOf({ namespace, pod, container }: Omit<LogIdentity, 'previous'>): string {
  return `${namespace}/${pod}/${container}`;
}
