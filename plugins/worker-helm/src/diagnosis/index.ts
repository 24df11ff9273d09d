export { breakageFacts } from './breakage-facts.ts';
export { driftFacts } from './drift-facts.ts';
export type { ReleaseFact, Source } from './fact.ts';
export { stateFacts } from './state-facts.ts';
export { valueLinks } from './value-links.ts';
export { told } from './words.ts';
