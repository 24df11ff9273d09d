import type { Plan } from '../run/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { checkSteps } from './check-steps.ts';
import { hasEarlierRuns } from './earlier-runs.ts';

/**
 * A plan that a plugin has made, checked like any other. A plan of a model is tainted where the session has said anything
 * before, whatever its maker thinks of it. Raises `plan-invalid`, `tool-unknown`, `arguments-invalid`.
 */
export async function checkTappedPlan(context: RunContext, plan: Plan): Promise<Plan> {
  const steps = checkSteps(context, plan).map((step, index) => {
    return { ...step, provenance: plan.steps[index]?.provenance ?? {} };
  });
  const hasSpoken = 'model' in plan.madeBy && (await hasEarlierRuns(context));
  return { ...plan, steps, tainted: plan.tainted || hasSpoken };
}
