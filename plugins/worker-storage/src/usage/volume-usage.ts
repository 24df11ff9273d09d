import type { MetricAnswer, MetricReader, MetricSeries, ToolContext } from '@hexaops/core';
import { keyOfClaim } from '../cluster/storage-cluster.ts';
import type { VolumeMetrics } from '../configuration.ts';

/** How full one claim's volume is, as the kubelet measures it: only while a pod mounts it. */
export interface VolumeUsage {
  readonly usedBytes: number;
  readonly capacityBytes: number;
  /** 0 to 1. */
  readonly share: number;
  /** Of the inodes; undefined where the file system has no fixed number of them. */
  readonly inodeShare: number | undefined;
}

export interface UsageReading {
  /** By `keyOfClaim`. */
  readonly byClaim: ReadonlyMap<string, VolumeUsage>;
  readonly query: string;
  readonly source: string;
}

export interface GrowthReading {
  /** By `keyOfClaim`: `[milliseconds since the epoch, bytes]`. */
  readonly byClaim: ReadonlyMap<string, MetricSeries['points']>;
  readonly query: string;
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Which claims' volumes. All of the workspace where nothing is told. */
export interface UsageScope {
  readonly namespace?: string | undefined;
  readonly claim?: string | undefined;
}

/** Points of one series: what a trend is made of, and a chart draws. */
const pointsOfGrowth = 160;

/** The volumes' use, read through whatever plugin knows the workspace's metrics. */
export class VolumeMeter {
  readonly #metrics: MetricReader;
  readonly #names: VolumeMetrics;

  constructor(metrics: MetricReader, names: VolumeMetrics) {
    this.#metrics = metrics;
    this.#names = names;
  }

  async usage(scope: UsageScope, context: ToolContext): Promise<UsageReading> {
    const { used, capacity, inodesUsed, inodes } = this.#names;
    const [usedNow, capacityNow, inodesUsedNow, inodesNow] = await Promise.all(
      [used, capacity, inodesUsed, inodes].map((name) =>
        this.#metrics.instant(expressionOf(name, scope), context.now(), context),
      ),
    );
    const values = lastValues(usedNow);
    const [capacities, inodesInUse, allInodes] = [capacityNow, inodesUsedNow, inodesNow].map(lastValues);
    const byClaim = new Map<string, VolumeUsage>();
    for (const [claim, usedBytes] of values) {
      const capacityBytes = capacities?.get(claim);
      if (capacityBytes === undefined || !(capacityBytes > 0)) continue;
      const [taken, all] = [inodesInUse?.get(claim), allInodes?.get(claim)];
      byClaim.set(claim, {
        usedBytes,
        capacityBytes,
        share: usedBytes / capacityBytes,
        inodeShare: taken === undefined || all === undefined || !(all > 0) ? undefined : taken / all,
      });
    }
    const queries = [usedNow, capacityNow].flatMap((answer) => answer?.query ?? []);
    return { byClaim, query: queries.join('\n'), source: this.#metrics.id };
  }

  /** `back` milliseconds until now. */
  async growth(scope: UsageScope, back: number, context: ToolContext): Promise<GrowthReading> {
    const to = context.now();
    const from = to - back;
    const step = Math.max(60_000, Math.ceil(back / pointsOfGrowth));
    const expression = expressionOf(this.#names.used, scope, `${Math.ceil(step / 1000)}s`);
    const answer = await this.#metrics.range(expression, { from, to, step }, context);
    const byClaim = new Map(
      answer.series.flatMap((series) => {
        const claim = claimIn(series);
        return claim === undefined ? [] : [[claim, series.points] as const];
      }),
    );
    return { byClaim, query: answer.query, source: this.#metrics.id, from, to };
  }
}

/** A kubelet that is asked seldom has said something within this time. */
const longestSilence = '15m';

/** The last value within a time. The same volume may be measured on two nodes while its pod moves. */
function expressionOf(metric: string, { namespace, claim }: UsageScope, within = longestSilence): string {
  const matchers = [
    ...(namespace === undefined ? [] : [`namespace=${JSON.stringify(namespace)}`]),
    ...(claim === undefined ? [] : [`persistentvolumeclaim=${JSON.stringify(claim)}`]),
  ];
  return `max by (namespace, persistentvolumeclaim) (last_over_time(${metric}{${matchers.join(', ')}}[${within}]))`;
}

function lastValues(answer: MetricAnswer | undefined): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const series of answer?.series ?? []) {
    const [claim, value] = [claimIn(series), series.points.at(-1)?.[1]];
    if (claim !== undefined && value !== undefined && Number.isFinite(value) && value >= 0) values.set(claim, value);
  }
  return values;
}

function claimIn({ labels }: MetricSeries): string | undefined {
  const { namespace, persistentvolumeclaim: name } = labels;
  return namespace === undefined || name === undefined ? undefined : keyOfClaim({ namespace, name });
}
