export { type CostLimits, requireAffordable } from './cost.ts';
export { scopeExpression, scopeSelector, type WorkspaceMatcher } from './scope.ts';
export { type Question, questions, type Subject } from '../questions/question.ts';
