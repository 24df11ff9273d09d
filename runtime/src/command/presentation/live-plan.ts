import { measured } from '@hexaops/core';
import { cut } from './fit.ts';
import type { RunSteps } from './run-steps.ts';
import type { Screen } from './screen.ts';
import { callText } from './step-lines.ts';

export interface LivePlanOptions {
  /** What is said while no step runs. */
  readonly otherwise: string;
  /** The sign that it moves. */
  readonly frame: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Lines at most. */
  readonly rows: number;
}

/** What runs at this moment and for how long, and how many steps wait: each line shorter than the screen is wide. */
export function livePlan(steps: RunSteps, screen: Screen, options: LivePlanOptions): readonly string[] {
  const { otherwise, frame, now, rows } = options;
  const width = (screen.columns ?? 80) - 1;
  const running = steps.all('running');
  const waiting = steps.all('waiting').length;
  if (running.length === 0) return [cut(`${frame} ${otherwise}`, width)];
  const most = Math.max(1, rows - 1);
  const hidden = Math.max(0, running.length - most);
  const rest = [...(hidden > 0 ? [`${hidden} more run`] : []), ...(waiting > 0 ? [`${waiting} wait`] : [])];
  return [
    ...running.slice(0, most).map(({ step, startedAt = now }) => {
      const took = ` ${measured(Math.max(0, Math.round((now - startedAt) / 100) / 10), 'seconds')}`;
      return `${frame} ${cut(callText(step), Math.max(1, width - 2 - took.length))}${took}`;
    }),
    ...(rest.length === 0 ? [] : [cut(`  ${rest.join(', ')}`, width)]),
  ].map(screen.colours.dim);
}
