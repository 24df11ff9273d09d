import { HexaopsError } from '../errors.ts';
import type { Plan } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';

const mostSteps = 128;

/**
 * A plan that a plugin has made, checked like a rule's: its steps are this engine's tools with valid arguments, each with its
 * own id. What a tool is, a read or a write, only the tool says. A plan of a model is tainted where the session has said
 * anything before, whatever its maker thinks of it. Raises `plan-invalid`, `tool-unknown`, `arguments-invalid`.
 */
export async function checkTappedPlan({ parts, journal, caller }: RunContext, plan: Plan): Promise<Plan> {
  const ids = new Set(plan.steps.map(({ id }) => id));
  if (plan.steps.length > mostSteps) throw invalid(`it has more than ${mostSteps} steps`);
  if (ids.size !== plan.steps.length) throw invalid('two of its steps have one id');
  const steps = plan.steps.map((step) => {
    const tool = parts.tools.get(step.tool);
    parts.tools.check(tool, step.arguments);
    const missing = step.needs.find((id) => !ids.has(id));
    if (missing !== undefined) throw invalid(`"${step.id}" needs "${missing}", which is none of its steps`);
    return { ...step, worker: tool.worker, effect: tool.effect, provenance: step.provenance ?? {} };
  });
  const { session } = journal.identity;
  const hasSpoken =
    'model' in plan.madeBy &&
    (await parts.store.runsOfSession(caller, session)).some(({ id }) => id !== journal.identity.run);
  return { ...plan, steps, tainted: plan.tainted || hasSpoken };
}

function invalid(why: string): HexaopsError {
  return new HexaopsError('plan-invalid', `the plan of a plugin cannot be followed: ${why}`, {
    nextStep: 'mend the tap of the hook "plan"',
  });
}
