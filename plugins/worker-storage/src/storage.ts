import type { ToolContext, UnavailableSource } from '@hexaops/core';
import { HexaopsError, messageOf } from '@hexaops/core';
import type { Backups } from './backups/backups.ts';
import type { StorageCluster } from './cluster/storage-cluster.ts';
import type { Settings } from './configuration.ts';
import type { Measurements } from './facts/usage.ts';
import { type Fullness, fullnessOf } from './usage/fullness.ts';
import type { GrowthReading, UsageReading, UsageScope, VolumeMeter } from './usage/volume-usage.ts';

/** What the tools of this worker read. Without metrics or a control plane some of it is not known, which is said. */
export interface Storage {
  readonly cluster: StorageCluster;
  readonly meter: VolumeMeter | undefined;
  readonly backups: Backups | undefined;
  readonly settings: Settings;
}

/** How full volumes are, and how they grow. */
export interface Measured extends Measurements {
  readonly usageReading: UsageReading | undefined;
  /** The longest of the windows that were looked at. */
  readonly growth: GrowthReading | undefined;
  readonly unavailable: readonly UnavailableSource[];
}

const hour = 3_600_000;
/** A week shows steady growth, six hours what fills a volume today. */
export const usualWindows: readonly number[] = [7 * 24 * hour, 6 * hour];

/** Reads how full the volumes in scope are, and their growth over each window of milliseconds. Never raises for lack of metrics. */
export async function measure(
  { meter, settings }: Storage,
  scope: UsageScope,
  windows: readonly number[],
  context: ToolContext,
): Promise<Measured> {
  const unknown = { usage: new Map(), fullness: new Map(), nearlyFull: settings.nearlyFull };
  const nothing = { ...unknown, usageReading: undefined, growth: undefined };
  if (meter === undefined) {
    return {
      ...nothing,
      unavailable: [
        { source: 'volume metrics', reason: 'no plugin reads metrics here: how full volumes are is not known' },
      ],
    };
  }
  try {
    const [usageReading, ...growths] = await Promise.all([
      meter.usage(scope, context),
      ...windows.map((back) => meter.growth(scope, back, context)),
    ]);
    const usage = usageReading.byClaim;
    const fullness = new Map(
      [...usage].map(([claim, { capacityBytes }]) => {
        const known = growths.map(({ byClaim }) => fullnessOf(byClaim.get(claim) ?? [], capacityBytes));
        return [claim, soonest(known)] as const;
      }),
    );
    return { ...unknown, usage, fullness, usageReading, growth: growths[0], unavailable: [] };
  } catch (error) {
    if (context.signal.aborted || !HexaopsError.is(error) || HexaopsError.is(error, 'reauthentication-required'))
      throw error;
    return { ...nothing, unavailable: [{ source: 'volume metrics', reason: messageOf(error) }] };
  }
}

/** Of what several windows tell: the sooner end that is sure enough, else what the longest says. */
function soonest(known: readonly Fullness[]): Fullness {
  const ends = known
    .filter((each) => each.kind === 'full-in')
    .toSorted((a, b) => a.forecast.seconds - b.forecast.seconds);
  const sure = ends.find(({ forecast }) => forecast.confidence >= 0.5) ?? ends[0];
  const told = known.find(({ kind }) => kind !== 'unknown');
  return sure ?? told ?? known[0] ?? { kind: 'unknown', points: 0 };
}
