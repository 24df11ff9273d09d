import type { MetricRange } from '@hexaops/core';
import { parseDuration } from '@hexaops/core/rules';

export const workerName = 'worker-prometheus';

export const expressionArgument = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description: 'PromQL. It is bound to this workspace, whatever it selects.',
} as const;

/** `back` is what the tool takes where nothing is told. */
export const sinceArgument = <const B extends string>(back: B) =>
  ({
    type: 'string',
    pattern: '^[1-9][0-9]{0,5}(m|h|d)$',
    description: `How far back: 15m, 6h, 2d. ${back} unless told.`,
  }) as const;

/** Whose metrics: everything of the workspace where neither is told. */
export const subjectArguments = {
  namespace: {
    type: 'string',
    pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
    maxLength: 253,
    description: 'Of a namespace alone.',
  },
  workload: {
    type: 'string',
    pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
    maxLength: 253,
    description: 'Of a Deployment, StatefulSet, DaemonSet or Service alone.',
  },
} as const;

/** Points of a chart: more than a screen is wide helps nobody. */
const pointsOfChart = 240;

/** The time until `now`, in milliseconds since the epoch, in steps that make a chart. `since` is what `sinceArgument` admits. */
export function rangeUntil(now: number, since: string): MetricRange {
  const back = parseDuration(since);
  return { from: now - back, to: now, step: Math.trunc(back / pointsOfChart) };
}
