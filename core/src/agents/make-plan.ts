import type { ToolRegistry } from '../engine/tool-registry.ts';
import {
  type BindingAction,
  chooseSteps,
  parseDuration,
  type PlanAction,
  renderAction,
  type RuleFact,
  type StepAction,
} from '../rules/index.ts';
import type { Captures } from '../rules/index.ts';
import type { Binding, Plan, PlanStep, Provenance, TimelineRequest } from '../run/plan.ts';

/** What fills the templates of a plan. */
export interface Filling {
  readonly fact: RuleFact;
  readonly captures: Captures;
  /** Where each capture comes from. */
  readonly origins: ReadonlyMap<string, Provenance>;
}

const defaultSpan = '1d';
const defaultWindow = '1h';

/**
 * The plan of a rule with the tools that are installed; steps whose tools are not are left out and named. It is fixed here:
 * what its bindings take from earlier steps later on has a type, and goes into reads alone. Raises `arguments-invalid`.
 */
export function makePlan(tools: ToolRegistry, rule: string, written: PlanAction, filling: Filling): Plan {
  const { fact, captures, origins } = filling;
  const { steps, leftOut } = chooseSteps(written.plan, (name) => tools.has(name));
  const { plan } = renderAction({ plan: { ...written.plan, steps } }, fact, captures);
  const { timeline } = plan;
  return {
    task: plan.task,
    steps: plan.steps.map((step, index) => {
      const templates = { ...steps[index]?.arguments, ...steps[index]?.bind };
      const originOf = (name: string) => provenanceOf(templates[name], rule, origins);
      return makeStep(tools, step, originOf);
    }),
    madeBy: { rule },
    tainted: false,
    ...(timeline === undefined ? {} : { timeline: requestOf(timeline) }),
    ...(leftOut.length === 0 ? {} : { leftOut: leftOut.map(({ id, tool }) => ({ step: id, tool })) }),
  };
}

function makeStep(tools: ToolRegistry, step: StepAction, originOf: (argument: string) => Provenance): PlanStep {
  const { id, arguments: values = {}, bind, needs = [], deadline } = step;
  const tool = tools.get(step.tool);
  const bindings = bind && Object.fromEntries(Object.entries(bind).map(([name, own]) => [name, bindingOf(own)]));
  const others = Object.entries(bindings ?? {}).map(([name, { otherwise }]) => [name, otherwise] as const);
  if (others.every(([, otherwise]) => otherwise !== undefined))
    tools.check(tool, { ...values, ...Object.fromEntries(others) });
  return {
    id,
    tool: tool.name,
    worker: tool.worker,
    effect: tool.effect,
    arguments: values,
    needs,
    provenance: Object.fromEntries(
      [...Object.keys(values), ...Object.keys(bindings ?? {})].map((name) => [name, originOf(name)]),
    ),
    ...(bindings === undefined ? {} : { bindings }),
    ...(deadline === undefined ? {} : { deadline: parseDuration(deadline) }),
  };
}

function bindingOf({ earlier, longest, ...rest }: BindingAction): Binding {
  return {
    ...rest,
    ...(earlier === undefined ? {} : { earlier: parseDuration(earlier) }),
    ...(longest === undefined ? {} : { longest: parseDuration(longest) }),
  };
}

function requestOf({
  span = defaultSpan,
  window = defaultWindow,
}: NonNullable<PlanAction['plan']['timeline']>): TimelineRequest {
  return { span: parseDuration(span), window: parseDuration(window) };
}

/** Where an argument comes from: the captures that its template names, else the rule itself. */
function provenanceOf(template: unknown, rule: string, origins: ReadonlyMap<string, Provenance>): Provenance {
  const written = JSON.stringify(template ?? '');
  const names = written.includes('${') ? [...written.matchAll(/\$\{\s*([\w-]+)/g)].map(([, name]) => name ?? '') : [];
  const used = names.flatMap((name) => origins.get(name) ?? []);
  return used.find(({ taint }) => taint === 'untrusted') ?? used[0] ?? { taint: 'trusted', origin: `rule ${rule}` };
}
