import type { Environment } from '@marcbachmann/cel-js';
import { messageOf, unknownName } from '../errors.ts';
import type { Schema } from '../extension/schema.ts';
import { normalizeAction } from './actions/action.ts';
import { pathsOfAction } from './actions/render.ts';
import { checkPlan } from './actions/check-plan.ts';
import { wrongAtom, wrongPath } from './condition/check-atom.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Condition } from './condition/condition.ts';
import type { ConditionPool } from './condition/condition-pool.ts';
import { parseDuration } from './duration.ts';
import { lower } from './expression/lower.ts';
import { checkNames } from './expression/names.ts';
import { ExpressionError, parseExpression } from './expression/parse.ts';
import { compileMatch } from './condition/match.ts';
import { partNames } from './language/capture.ts';
import type { CaptureDeclaration, Rule, RuleSet } from './set/rule-set.ts';

/** Where in the rule a mistake is: its path, and characters into the text that stands there. */
export type ReportMistake = (
  path: readonly (string | number)[],
  message: string,
  nextStep: string,
  offset?: number,
) => void;

export interface StageContext {
  readonly environment: Environment;
  readonly schema: Schema | undefined;
  readonly conditions: ConditionPool;
}

/** Compiles a rule whose shape has been checked. Every mistake is reported; then the result must not be used. */
export function compileRule(set: RuleSet, rule: Rule, context: StageContext, report: ReportMistake): CompiledRule {
  const matched = compileMatch(rule.match, (path, message, nextStep) => report(['match', ...path], message, nextStep));
  const { schema } = context;
  if (schema !== undefined) {
    for (const condition of matched) {
      const wrong = condition.kind === 'atom' ? wrongAtom(condition.atom, schema) : undefined;
      if (wrong !== undefined && condition.kind === 'atom') report(['match'], wrong.message, wrong.nextStep);
    }
  }
  const conditions = [...matched, ...compileWhen(rule.when, context, report)].map((condition) =>
    context.conditions.intern(condition),
  );
  const text = conditions.find((condition) => condition.kind === 'text')?.matcher;
  const actions = rule.then.map(normalizeAction);
  for (const [index, action] of actions.entries()) {
    checkTemplates(action, text?.captures ?? {}, schema, (path, message, nextStep) =>
      report(['then', index, ...path], message, nextStep),
    );
    checkPlan(action, (path, message, nextStep) => report(['then', index, ...path], message, nextStep));
  }
  return {
    id: rule.id,
    description: rule.description,
    stage: set.stage,
    layer: set.layer ?? 'plugin',
    workspace: set.workspace,
    priority: rule.priority ?? 0,
    mode: rule.mode ?? 'enforce',
    missingTools: set.missingTools ?? 'refuse',
    final: rule.final ?? false,
    conditions: conditions.toSorted((a, b) => cost(a) - cost(b)),
    specificity: conditions.length,
    text,
    actions,
    coolDownMilliseconds: rule.coolDown === undefined ? undefined : parseDuration(rule.coolDown),
    tests: rule.tests ?? [],
  };
}

function compileWhen(
  when: string | undefined,
  { environment, schema }: StageContext,
  report: ReportMistake,
): readonly Condition[] {
  if (when === undefined) return [];
  try {
    const conditions = lower(parseExpression(when, environment, (node) => schema && checkNames(node, schema)));
    if (schema === undefined) return conditions;
    for (const condition of conditions) {
      const wrong = condition.kind === 'atom' ? wrongAtom(condition.atom, schema) : undefined;
      if (wrong !== undefined) report(['when'], wrong.message, wrong.nextStep);
    }
    return conditions;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report(['when'], error.message, error.nextStep, error.offset);
    return [];
  }
}

function checkTemplates(
  action: unknown,
  captures: Readonly<Record<string, CaptureDeclaration>>,
  schema: Schema | undefined,
  report: ReportMistake,
): void {
  try {
    for (const { path, at } of pathsOfAction(action)) {
      const [first = '', part] = path;
      const capture = Object.hasOwn(captures, first) ? captures[first] : undefined;
      if (capture !== undefined) {
        const known = partNames[capture.type];
        if (part === undefined || known.includes(part)) continue;
        const { message, nextStep = '' } = unknownName('rules-invalid', `part of the capture ${first}`, part, known);
        report(at, `template: ${message}`, nextStep);
        continue;
      }
      const wrong = schema && wrongPath(path, schema);
      const names = Object.keys(captures);
      const also = names.length === 0 ? '' : `; captures: ${names.join(', ')}`;
      if (wrong !== undefined) report(at, `template: ${wrong.message}`, `${wrong.nextStep}${also}`);
    }
  } catch (error) {
    report([], messageOf(error), 'write ${a.b}, or $${ for the characters ${');
  }
}

/** Cheap conditions first: a `false` ends the evaluation. */
function cost(condition: Condition): number {
  if (condition.kind !== 'atom') return condition.kind === 'text' ? 2 : 3;
  return condition.atom.operator === 'matches' || condition.atom.operator === 'words' ? 1 : 0;
}
