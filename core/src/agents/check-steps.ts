import { HexaopsError } from '../errors.ts';
import type { PlanDraft, PlanStep } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';

const mostSteps = 128;

type CheckedStep = PlanDraft['steps'][number] & Pick<PlanStep, 'bindings'>;

/**
 * What must hold of steps whoever has planned them: not too many, each with its own id, each a tool of this engine with
 * valid arguments, none that needs a step which is not there. What a tool is, a read or a write, only the tool says.
 * Raises `plan-invalid`, `tool-unknown`, `arguments-invalid`.
 */
export function checkSteps(
  { parts }: RunContext,
  { steps }: { readonly steps: readonly CheckedStep[] },
): readonly Omit<PlanStep, 'provenance'>[] {
  const ids = new Set(steps.map(({ id }) => id));
  if (steps.length > mostSteps) throw invalid(`it has more than ${mostSteps} steps`);
  if (ids.size !== steps.length) throw invalid('two of its steps have one id');
  return steps.map((step) => {
    const tool = parts.tools.get(step.tool);
    if (step.bindings !== undefined && tool.effect === 'write')
      throw invalid(`"${step.id}" changes something, and takes arguments from what is read`);
    if (step.bindings === undefined) {
      parts.tools.check(tool, step.arguments);
    }
    const missing = step.needs.find((id) => !ids.has(id));
    if (missing !== undefined) throw invalid(`"${step.id}" needs "${missing}", which is none of its steps`);
    return { ...step, worker: tool.worker, effect: tool.effect };
  });
}

function invalid(why: string): HexaopsError {
  return new HexaopsError('plan-invalid', `this plan cannot be followed: ${why}`, {
    nextStep: 'mend the tap of the hook "plan" where a plugin has made it, or ask in other words',
  });
}
