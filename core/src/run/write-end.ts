import type { EventError, RunEventDraft } from './events.ts';
import type { PlanStep } from './plan.ts';
import type { RunContext } from './run-context.ts';

/** The end of a write that was not done. */
export function finished(
  { parts }: RunContext,
  step: PlanStep,
  status: 'failed' | 'denied',
  started: number,
  error: EventError,
): RunEventDraft {
  return { type: 'step-finished', step: step.id, status, milliseconds: parts.now() - started, error, unavailable: [] };
}

/** The end of a write that had nothing to change: what it was for is there, so that steps that need it go on. */
export function foundUnchanged({ parts }: RunContext, step: PlanStep, summary: string, started: number): RunEventDraft {
  const milliseconds = parts.now() - started;
  return {
    type: 'step-finished',
    step: step.id,
    status: 'succeeded',
    milliseconds,
    unavailable: [],
    unchanged: summary,
  };
}
