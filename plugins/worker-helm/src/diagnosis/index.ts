export { breakageFacts, driftFacts, type ReleaseFact, type Source, stateFacts, told } from './facts.ts';
export { valueLinks } from './value-links.ts';
