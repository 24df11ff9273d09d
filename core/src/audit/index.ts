export { boundEntry, type CutDetails, detailsBytes } from './bound-entry.ts';
export { chain, chainStart, linkHash, type ChainLink } from './chain.ts';
export { batchOf, recordsThatFit } from './batch.ts';
export { auditFull } from './full.ts';
export { verifyChain, type ChainProblem, type ChainReport, type VerifyChainOptions } from './verify.ts';
