import { forecastOf, growthOf, levelChanges, measured, type Trend, trendOf } from '@hexaops/core';
import { evidenceOf, type ShownFact } from '@hexaops/core/diagnosis';
import type { Reading } from '../source/read-question.ts';
import { byObject, type ObjectSeries } from './by-object.ts';
import { inTurn } from './in-turn.ts';

/** Where one object's use of a resource goes, as a share of its limit. */
export interface Outlook {
  readonly of: ObjectSeries;
  readonly resource: string;
  /** 0 to 1, at the end. */
  readonly used: number;
  /** Undefined for what is too short to have one. */
  readonly trend: Trend | undefined;
  /** Seconds until it is used up, with bounds; undefined where nobody can tell, or it does not come. */
  readonly runsOut: ReturnType<typeof forecastOf>;
  /** What was looked at: since the last change of level, where there is one. */
  readonly since: number;
}

/** Nothing is left, by the accuracy of what measures. */
const usedUp = 0.98;
const mostObjects = 200;

/**
 * The outlook of each object in a reading of shares, the soonest first. A restart, a clean-up or a new version makes a new level:
 * what was before it says nothing of how the series goes on, and is left out.
 */
export async function outlooksIn(
  { series, question, smoothing }: Reading,
  resource: string,
  signal: AbortSignal,
): Promise<readonly Outlook[]> {
  const objects = byObject(series, question.together).slice(0, mostObjects);
  const outlooks = await inTurn(objects, (of) => outlookOf(of, resource, smoothing), signal);
  return outlooks
    .flatMap((outlook) => outlook ?? [])
    .toSorted(
      (left, right) =>
        (left.runsOut?.seconds ?? Infinity) - (right.runsOut?.seconds ?? Infinity) || right.used - left.used,
    );
}

function outlookOf(of: ObjectSeries, resource: string, smoothing: number): Outlook | undefined {
  const since = levelChanges(of.points, { smoothing }).at(-1)?.at ?? of.points[0]?.[0];
  const points = of.points.filter(([time, value]) => since !== undefined && time >= since && Number.isFinite(value));
  const used = points.at(-1)?.[1];
  if (since === undefined || used === undefined) return undefined;
  const trend = growthOf(points) ?? trendOf(points);
  const full = used >= usedUp ? { seconds: 0, earliest: 0, latest: 0, confidence: 0.9 } : undefined;
  return { of, resource, used, trend, runsOut: full ?? (trend && forecastOf(trend, 1)), since };
}

/** `in about 9 h (7 h to 13 h)`: what is said of the time, with how far it may be off. */
export function whenOf({ runsOut }: Outlook): string {
  if (runsOut === undefined) return 'no steady growth that reaches it soon';
  const { seconds, earliest, latest } = runsOut;
  if (seconds === 0) return 'now';
  const said = (time: number) => measured(time, 'seconds');
  return `in about ${said(seconds)} (${said(earliest)} ${latest === undefined ? 'at the earliest' : `to ${said(latest)}`})`;
}

/** For `diagnose` rules: `capacity-trend`, of what is used up now or will be, if it goes on like this. */
export function forecastFacts(outlooks: readonly Outlook[]): readonly ShownFact<'metric'>[] {
  return outlooks.flatMap((outlook) => {
    const { of, resource, used, runsOut } = outlook;
    if (runsOut === undefined) return [];
    const when = whenOf(outlook);
    const share = measured(used, 'share');
    return [
      {
        fact: 'capacity-trend',
        object: of.object,
        signal: resource,
        resource,
        used,
        exhausted: runsOut.seconds === 0,
        hours: runsOut.seconds / 3600,
        certainty: runsOut.confidence >= 0.7 ? 'high' : runsOut.confidence >= 0.5 ? 'middle' : 'low',
        said: share,
        when,
        evidence: [evidenceOf('metric', of.object, `${resource}: ${share} used, used up ${when}`)],
      },
    ];
  });
}
