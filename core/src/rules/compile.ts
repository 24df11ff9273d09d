import type { Schema } from '../extension/schema.ts';
import type { Stage } from './actions/action.ts';
import { compileRule, type StageContext } from './compile-rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type CompiledRules, IndexedRules } from './compiled-rules.ts';
import { environmentFor } from './expression/environment.ts';
import { ConditionPool } from './condition/condition-pool.ts';
import type { FactSchemas } from './condition/fact-schema.ts';
import { type RuleIssue, rulesInvalid } from './set/issue.ts';
import type { RuleSet } from './set/rule-set.ts';
import { positionOf } from './set/source.ts';
import { shapeErrors } from './set/validate.ts';

export interface CompileOptions {
  /** With a schema for its stage, names and types in a rule are checked; without, every name is allowed. */
  readonly schemas?: FactSchemas;
  /** True for a rule that is to be left out, once it has been checked. */
  readonly leaveOut?: (rule: CompiledRule) => boolean;
}

/**
 * Compiles rule sets. All mistakes of all sets are raised together as one `rules-invalid`, with file, line and column
 * where the sets were read by `parseRuleSets`.
 */
export function compileRules(sets: readonly RuleSet[], options: CompileOptions = {}): CompiledRules {
  const issues: RuleIssue[] = [];
  const contexts = new Map<Stage, StageContext>();
  const conditions = new ConditionPool();
  const contextOf = (stage: Stage): StageContext => {
    const schema: Schema | undefined = options.schemas?.[stage];
    const context = contexts.get(stage) ?? { schema, environment: environmentFor(schema), conditions };
    contexts.set(stage, context);
    return context;
  };
  const rules = sets.flatMap((set) => compileSet(set, contextOf, (issue) => issues.push(issue)));
  issues.push(...duplicates(sets));
  if (issues.length > 0) throw rulesInvalid(issues);
  return new IndexedRules(
    options.leaveOut === undefined ? rules : rules.filter((rule) => options.leaveOut?.(rule) !== true),
  );
}

type Key = string | number;

function compileSet(
  set: RuleSet,
  contextOf: (stage: Stage) => StageContext,
  report: (issue: RuleIssue) => void,
): readonly CompiledRule[] {
  const issue = (path: readonly Key[], message: string, nextStep: string, offset?: number): void =>
    report({ ...positionOf(set, path, offset), ...ruleAt(set, path), path: formatKeys(path), message, nextStep });
  const errors = shapeErrors(set);
  for (const { path, message, nextStep } of errors) issue(path, message, nextStep);
  if (errors.length > 0) return [];
  const context = contextOf(set.stage);
  return set.rules.map((rule, index) =>
    compileRule(set, rule, context, (path, message, nextStep, offset) =>
      issue(['rules', index, ...path], message, nextStep, offset),
    ),
  );
}

function ruleAt(set: RuleSet, [key, index]: readonly Key[]): { readonly rule?: string } {
  const id: unknown = key === 'rules' && typeof index === 'number' ? set.rules[index]?.id : undefined;
  return typeof id === 'string' ? { rule: id } : {};
}

function formatKeys(path: readonly Key[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

/** Two rules that one workspace sees must not share an id. Sets of wrong shape are left out. */
function duplicates(sets: readonly RuleSet[]): readonly RuleIssue[] {
  const issues: RuleIssue[] = [];
  const workspacesOf = new Map<string, (string | undefined)[]>();
  for (const set of sets) {
    if (!Array.isArray(set?.rules)) continue;
    for (const [index, rule] of set.rules.entries()) {
      if (typeof rule?.id !== 'string') continue;
      const seen = workspacesOf.get(rule.id) ?? [];
      if (seen.some((other) => other === undefined || set.workspace === undefined || other === set.workspace)) {
        const path: readonly Key[] = ['rules', index, 'id'];
        const message = `another rule has the id "${rule.id}"`;
        issues.push({
          ...positionOf(set, path),
          rule: rule.id,
          path: formatKeys(path),
          message,
          nextStep: 'rename one of them',
        });
      }
      workspacesOf.set(rule.id, [...seen, set.workspace]);
    }
  }
  return issues;
}
