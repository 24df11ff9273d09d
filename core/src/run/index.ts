export type { Approval, ApprovedBytes, Decision } from './approval.ts';
export { hashOf, requireWhole } from './approval.ts';
export { renderApproval } from './approval-rendering.ts';
export { visible } from './visible.ts';
export { Budget, defaultBudget, type BudgetLimits } from './budget.ts';
export type { Evidence, EvidenceContent, EvidenceDraft, Taint } from './evidence.ts';
export * from './events.ts';
export { nameOfObject, sameObject, type Finding, type ObjectReference, type Relation, type Remedy } from './finding.ts';
export type { Plan, PlanStep, Provenance } from './plan.ts';
