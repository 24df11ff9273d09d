import { parseDuration } from '@hexaops/core/rules';
import type { Range } from '../source/prometheus.ts';

export const workerName = 'worker-prometheus';

export const expressionArgument = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description: 'PromQL. It is bound to this workspace, whatever it selects.',
} as const;

export const sinceArgument = {
  type: 'string',
  pattern: '^[1-9][0-9]{0,5}(m|h|d)$',
  description: 'How far back: 15m, 6h, 2d. 1h unless told.',
} as const;

/** Points of a chart: more than a screen is wide helps nobody. */
const pointsOfChart = 240;

/** The time until `now`, in milliseconds since the epoch, in steps that make a chart. `since` is what `sinceArgument` admits. */
export function rangeUntil(now: number, since: string): Range {
  const back = parseDuration(since);
  return { from: now - back, to: now, step: Math.trunc(back / pointsOfChart) };
}
