export { causesOf, describeCauses } from './causes-document.ts';
export { FindingEvidence, type FindingEvidenceOptions } from './finding-evidence.ts';
export { findingsOf } from './findings-of.ts';
export { withoutGuesses } from './guesses.ts';
export { nearestRelations } from './nearest-relations.ts';
export { keyOfObject } from './object-key.ts';
export { rankFindings, type Rankable } from './rank.ts';
export { evidenceOf, type EvidenceReference, type ShownFact, type ShownFinding } from './shown-fact.ts';
