import { isDeepStrictEqual } from 'node:util';
import { HexaopsError, messageOf } from '../errors.ts';
import type { PlanStep, Provenance } from './plan.ts';
import { plainCopy } from './plain.ts';
import { callOf, type RunContext, withDeadline } from './run-context.ts';

/**
 * The first half of every call, in the fixed order: `toolCall` waterfall, validation, `authorize`, `beforeStep`. Gives the
 * step with the arguments that will really be used: a frozen copy, so that nobody who has seen them can change them after
 * they were judged. Raises `denied`, `arguments-invalid`.
 */
export function admit(context: RunContext, step: PlanStep): Promise<PlanStep> {
  const { parts, hookContext } = context;
  const { toolCall, authorize, beforeStep } = parts.hooks;
  const admission = async () => {
    const changed = await toolCall.promise(callOf(step), hookContext);
    const values = plainCopy(changed.arguments);
    const admitted: PlanStep = { ...step, arguments: values, provenance: provenanceAfter(step, values) };
    parts.tools.check(parts.tools.get(step.tool), values);
    await requirePermission(context, admitted);
    return admitted;
  };
  // Without a hook there is nobody to wait for.
  const isHooked = toolCall.isUsed() || authorize.isUsed() || beforeStep.isUsed();
  return isHooked ? withDeadline(context, `the admission of "${step.id}"`, admission) : admission();
}

/** The step of an approval, which no waterfall may change any more: it can only be denied. Raises `denied`, `arguments-invalid`. */
export function admitAgain(context: RunContext, step: PlanStep): Promise<PlanStep> {
  return withDeadline(context, `the admission of "${step.id}"`, async () => {
    context.parts.tools.check(context.parts.tools.get(step.tool), step.arguments);
    await requirePermission(context, step);
    return step;
  });
}

async function requirePermission({ parts, hookContext }: RunContext, step: PlanStep): Promise<void> {
  for (const hook of [parts.hooks.authorize, parts.hooks.beforeStep]) {
    const denial = await hook
      .promise(callOf(step), hookContext)
      .catch((error: unknown) => ({ reason: messageOf(error) }));
    if (denial !== undefined) throw new HexaopsError('denied', denial.reason);
  }
}

/**
 * An argument that a hook has set is no longer what the person wrote; where the hook has it from is not known. One that
 * nobody has named the origin of stays without: it counts as untrusted.
 */
function provenanceAfter(step: PlanStep, values: PlanStep['arguments']): PlanStep['provenance'] {
  const byPlugin: Provenance = { taint: 'untrusted', origin: 'set by a plugin' };
  const isAsBefore = (name: string) =>
    Object.hasOwn(step.arguments, name) && isDeepStrictEqual(step.arguments[name], values[name]);
  return Object.fromEntries(
    Object.keys(values).flatMap((name): (readonly [string, Provenance])[] => {
      if (!isAsBefore(name)) return [[name, byPlugin]];
      const own = Object.hasOwn(step.provenance, name) ? step.provenance[name] : undefined;
      return own === undefined ? [] : [[name, own]];
    }),
  );
}
