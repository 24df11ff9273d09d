export { type CostLimits, requireAffordable } from './cost.ts';
export { scopeExpression, scopeSelector, type WorkspaceMatcher } from './scope.ts';
export { usualApplications } from '../questions/applications.ts';
export { type Question } from '../questions/question.ts';
export { questions } from '../questions/questions.ts';
export type { Subject } from '../questions/subject.ts';
