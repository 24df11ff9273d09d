export {
  stages,
  type Action,
  type ActionInput,
  type ActionOf,
  type AllowAction,
  type AnswerAction,
  type AskAction,
  type BindingAction,
  type DenyAction,
  type FindingAction,
  type InvestigateAction,
  type ModelReference,
  type PlanAction,
  type RequireApprovalAction,
  type Severity,
  type Stage,
  type StepAction,
  type UseAction,
} from './actions/action.ts';
export { type ChosenSteps, chooseSteps } from './actions/chosen-steps.ts';
export { renderAction } from './actions/render.ts';
export { compileRules, type CompileOptions } from './compile.ts';
export type { CompiledRule } from './compiled-rule.ts';
export type { CompiledRules } from './compiled-rules.ts';
export { ruleDirectory } from './set/directory.ts';
export { formatDuration, parseDuration } from './duration.ts';
export type { Evaluation, FiredRule, UndecidedRule } from './evaluate.ts';
export type { ExplainedCondition, Explanation } from './explain.ts';
export type { FactSchemas } from './condition/fact-schema.ts';
export type { ApprovalRequirement, GuardDecision } from './guard.ts';
export { formatIssue, type RuleIssue } from './set/issue.ts';
export type { Capture, Captures } from './language/capture.ts';
export type { NamedObject } from './language/object-name.ts';
export type {
  CaptureDeclaration,
  FieldConditions,
  Layer,
  MatchValue,
  Mode,
  Rule,
  RuleExpectation,
  RuleFact,
  RuleSet,
  RuleTest,
  Scalar,
  TextConditions,
} from './set/rule-set.ts';
export { ruleSetSchema } from './set/rule-set-schema.ts';
export { runRuleTests, type RuleTestResult } from './rule-tests.ts';
export { createRuleSnapshot, type RuleSnapshot } from './snapshot.ts';
export { parseRuleSets, type Position } from './set/source.ts';
export { renderTemplate } from './actions/template.ts';
export type { Verdict } from './condition/verdict.ts';
