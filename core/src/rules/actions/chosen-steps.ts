import type { PlanAction, StepAction } from './action.ts';

export interface ChosenSteps {
  /** Those that are taken. Where one stands in for another, those that name the other name it instead. */
  readonly steps: readonly StepAction[];
  /** Those that are left out because neither their tools are installed nor those of any that would stand in for them. */
  readonly leftOut: readonly StepAction[];
  /** Tools without which the plan is not made; none where it is. */
  readonly missing: readonly string[];
}

/** The steps of a checked plan that are taken where these tools are installed. */
export function chooseSteps({ steps }: PlanAction['plan'], isInstalled: (tool: string) => boolean): ChosenSteps {
  const substitutes = Map.groupBy(steps, ({ insteadOf }) => insteadOf);
  const takerOf = (step: StepAction): StepAction | undefined => {
    if (isInstalled(step.tool)) return step;
    return substitutes
      .get(step.id)
      ?.map(takerOf)
      .find((taker) => taker !== undefined);
  };
  const places = (substitutes.get(undefined) ?? []).map((step) => ({ step, taker: takerOf(step) }));
  const taken = places.flatMap(({ taker }) => taker ?? []);
  const leftOut = places.filter(({ taker }) => taker === undefined).map(({ step }) => step);
  const required = taken.length === 0 ? leftOut : leftOut.filter(({ optional }) => optional !== true);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const renamed = (id: string): string => {
    const step = byId.get(id);
    return (step && takerOf(step)?.id) ?? id;
  };
  return {
    steps: taken.map((step) => rename(step, renamed)),
    leftOut,
    missing: [...new Set(required.map(({ tool }) => tool))],
  };
}

function rename(step: StepAction, renamed: (id: string) => string): StepAction {
  const { needs, bind } = step;
  return {
    ...step,
    ...(needs === undefined ? {} : { needs: needs.map(renamed) }),
    ...(bind === undefined
      ? {}
      : {
          bind: Object.fromEntries(
            Object.entries(bind).map(([name, binding]) => [name, { ...binding, step: renamed(binding.step) }]),
          ),
        }),
  };
}
