export type { Approval, ApprovedBytes, Decision } from './approval.ts';
export { hashOf, requireWhole } from './approval.ts';
export { renderApproval } from './approval-rendering.ts';
export { visible } from './visible.ts';
export { boundedTable, boundedText, type Bounded, type Cell, type Row, type Table } from './bounded-content.ts';
export { Budget, defaultBudget, type BudgetLimits } from './budget.ts';
export type { Evidence, EvidenceContent, EvidenceDraft, EvidenceSeries, Taint } from './evidence.ts';
export * from './events.ts';
export {
  nameOfObject,
  sameObject,
  type Finding,
  type ObjectReference,
  type RankedFinding,
  type Relation,
  type Remedy,
} from './finding.ts';
export type { KeptMoment, Moment } from './moment.ts';
export type { Plan, PlanStep, Provenance } from './plan.ts';
export { readUntil } from './read-until.ts';
