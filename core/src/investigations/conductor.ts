import { orchestrator } from '../agents/orchestrator.ts';
import type { Conductor } from '../run/drive.ts';
import type { Plan } from '../run/plan.ts';

/**
 * Follows the plan of a trigger and says what was read and found, in words of templates: no model is asked, for the models
 * of a workspace are its people's. What would mend a finding is named and proposed to nobody.
 */
export function investigationConductor(plan: Plan): Conductor {
  return {
    plan: async () => ({ type: 'plan-made', plan }),
    extend: async () => undefined,
    conclude: (context) => orchestrator.conclude(context),
    propose: async () => undefined,
    answer: (context, conclusions) => orchestrator.answer(context, conclusions),
  };
}
