import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { makePlan } from '../agents/make-plan.ts';
import type { ToolRegistry } from '../engine/tool-registry.ts';
import { HexaopsError } from '../errors.ts';
import type { AlertRecord } from '../extension/store.ts';
import type { UnavailableSource } from '../extension/tool.ts';
import {
  type Captures,
  chooseSteps,
  type CompiledRules,
  type FiredRule,
  type InvestigateAction,
  type PlanAction,
  renderAction,
  type RuleFact,
} from '../rules/index.ts';
import type { Plan, Provenance } from '../run/plan.ts';
import { isPlainName, namesAmong } from './names.ts';
import { isFlapping } from './next-alert.ts';
import { capturesOf, playbookOf } from './playbook.ts';
import { readingTools, whyNot } from './reading-tools.ts';

/** What a rule wants to be looked into. */
export interface Triggered {
  readonly rule: string;
  /** The same for every alert because of which the same would be read. */
  readonly fingerprint: string;
  readonly title: string;
  readonly plan: Plan;
  /** What of the rule is left out, and why. */
  readonly left: readonly UnavailableSource[];
  /** Undefined where the rule does not say. */
  readonly restMilliseconds: number | undefined;
}

export interface TriggerParts {
  readonly rules: CompiledRules;
  readonly tools: ToolRegistry;
  readonly workers: readonly string[];
  readonly environment: string | undefined;
}

/** Everything that the rules of stage `trigger` say of an alert; nothing where they leave nothing to be read. */
export function triggeredBy(alert: AlertRecord, parts: TriggerParts): readonly Triggered[] {
  const { workspace, name, severity, status, labels, annotations } = alert;
  const fact = {
    workspace,
    ...(parts.environment === undefined ? {} : { environment: parts.environment }),
    source: 'alertmanager',
    name,
    ...(severity === undefined ? {} : { severity }),
    status,
    flapping: isFlapping(alert),
    labels,
    annotations,
  };
  // What is compared may be anything; what is inserted is a name.
  const names = {
    ...fact,
    name: isPlainName(name) ? name : 'alert',
    labels: namesAmong(labels),
    annotations: {},
  };
  return parts.rules
    .fired('trigger', fact)
    .flatMap((rule) => rule.actions.flatMap((action) => triggered(rule, action, names, parts) ?? []));
}

function triggered(
  { id, coolDownMilliseconds }: FiredRule<'trigger'>,
  action: InvestigateAction,
  names: RuleFact,
  parts: TriggerParts,
): Triggered | undefined {
  const left: UnavailableSource[] = [];
  const allowed = readingTools(parts.tools, parts.workers);
  const { playbook, steps, timeline } = action.investigate;
  const {
    investigate: { task, arguments: values = {} },
  } = renderAction(action, names);
  const own = { task, steps: steps ?? [], ...(timeline === undefined ? {} : { timeline }) };
  const parted = [
    ...(steps === undefined ? [] : [{ written: own, captures: {} }]),
    ...playbookOf(parts.rules, playbook).map((written) => ({ written, captures: capturesOf(values) })),
  ].map(({ written, captures }) => follow(id, { ...written, task }, { names, captures, allowed, parts, left }));
  const plans = parted.filter((plan) => plan !== undefined);
  const all = joined(plans);
  if (all === undefined) return undefined;
  return {
    rule: id,
    fingerprint: digest({
      rule: id,
      steps: all.steps.map(({ tool, arguments: input, bindings }) => [tool, input, bindings ?? {}]),
    }),
    title: task,
    plan: all,
    left: unique(left),
    restMilliseconds: coolDownMilliseconds,
  };
}

interface Following {
  readonly names: RuleFact;
  readonly captures: Captures;
  readonly allowed: ToolRegistry;
  readonly parts: TriggerParts;
  readonly left: UnavailableSource[];
}

/** The plan with the steps that can be taken; undefined where there is none. */
function follow(rule: string, written: PlanAction['plan'], following: Following): Plan | undefined {
  const { names, captures, allowed, parts, left } = following;
  const optional = written.steps.map((step) => ({ ...step, optional: true }));
  const { steps, leftOut } = chooseSteps({ ...written, steps: optional }, (tool) => allowed.has(tool));
  for (const { tool } of leftOut) left.push({ source: tool, reason: whyNot(parts.tools, tool) });
  const origin: Provenance = { taint: 'untrusted', origin: 'a label of the alert' };
  const origins = new Map(['labels', 'name', 'severity', ...Object.keys(captures)].map((name) => [name, origin]));
  const filling = { fact: names, captures, origins };
  const make = (some: PlanAction['plan']['steps']) =>
    makePlan(allowed, rule, { plan: { ...written, steps: some } }, filling);
  const filled = steps.filter((step) => {
    try {
      make([{ ...step, needs: [] }]);
      return true;
    } catch (error) {
      if (!HexaopsError.is(error, 'arguments-invalid')) throw error;
      left.push({ source: step.tool, reason: 'the labels of the alert do not name what it needs' });
      return false;
    }
  });
  const kept = new Set(filled.map(({ id }) => id));
  const complete = filled.filter(({ needs = [] }) => needs.every((id) => kept.has(id)));
  return complete.length === 0 ? undefined : { ...make(complete), tainted: true };
}

/** One plan of both; a step of the second that has the id of one of the first is that of the first. */
function joined([first, ...rest]: readonly Plan[]): Plan | undefined {
  if (first === undefined) return undefined;
  return rest.reduce((plan, next) => {
    const ids = new Set(plan.steps.map(({ id }) => id));
    return { ...next, ...plan, steps: [...plan.steps, ...next.steps.filter(({ id }) => !ids.has(id))] };
  }, first);
}

function unique(sources: readonly UnavailableSource[]): readonly UnavailableSource[] {
  return [...new Map(sources.map((each) => [JSON.stringify(each), each])).values()];
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '', 'utf8')
    .digest('hex');
}
