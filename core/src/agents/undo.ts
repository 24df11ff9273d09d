import { HexaopsError } from '../errors.ts';
import type { RunEventDraft } from '../run/events.ts';
import type { PlanStep, Provenance } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { type AppliedChange, lastChange } from './last-change.ts';
import { inert } from './wording/inert.ts';

/**
 * The plan that takes the session's last change back: one write, made from what was there before that change. It is only
 * asked for here; its arguments were read from the cluster, so that no rule lets it through without a person's approval.
 */
export async function planUndo(context: RunContext, rule: string): Promise<RunEventDraft> {
  const change = await lastChange(context);
  if (change === undefined) return answer('There is no change in this conversation that could be taken back.');
  const step = undoStep(context, change, 'undo');
  const what = `${change.intent.operation} of ${change.intent.target}`;
  if (step === undefined) {
    return answer(
      `The last change here was ${inert(what)}. Nothing takes it back by itself: say what should be instead.`,
    );
  }
  return { type: 'plan-made', plan: { task: `take back: ${what}`, steps: [step], madeBy: { rule }, tainted: false } };
}

/** Undefined where the tool of the change knew of nothing that takes it back, or there is no such tool any more. */
export function undoStep(
  { parts }: RunContext,
  { run, intent, time }: AppliedChange,
  id: string,
): PlanStep | undefined {
  const { inverse } = intent;
  if (inverse === undefined || !parts.tools.has(inverse.tool)) return undefined;
  const tool = parts.tools.get(inverse.tool);
  try {
    parts.tools.check(tool, inverse.arguments);
  } catch (error) {
    if (HexaopsError.is(error, 'arguments-invalid')) return undefined;
    throw error;
  }
  const origin = `read from the cluster before the change of ${time}: ${intent.operation} of ${intent.target}`;
  return {
    id,
    tool: tool.name,
    worker: tool.worker,
    effect: tool.effect,
    arguments: inverse.arguments,
    needs: [],
    provenance: Object.fromEntries(
      Object.keys(inverse.arguments).map((name): [string, Provenance] => [name, { taint: 'untrusted', origin }]),
    ),
    undoes: { run, step: intent.step },
  };
}

function answer(text: string): RunEventDraft {
  return { type: 'answer', text, citations: [], unavailable: [], suggestions: [{ text: 'what is wrong?' }] };
}
