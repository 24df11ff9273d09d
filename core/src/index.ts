export { CallerToken, type Caller, type Permission } from './caller.ts';
export { HexaopsError, messageOf, unknownName, type ErrorCode, type ErrorDetails } from './errors.ts';
export * from './audit/index.ts';
export * from './checks/index.ts';
export * from './extension/index.ts';
export * from './plugin/index.ts';
export type {
  AnswerDraft,
  Denial,
  Feedback,
  HookContext,
  HookName,
  Hooks,
  JobFailure,
  ModelExchange,
  RatedRun,
  RestoredRun,
  Task,
  ToolCall,
  TriedContext,
  TriedRule,
} from './hooks/hooks.ts';
export type { Tap } from './hooks/facade.ts';
export { defaultModelSettings, type ModelsConfig, type ModelSettings } from './llm/models-config.ts';
export * from './run/index.ts';
export * from './series/index.ts';
export { streamPartsOf } from './llm/door-as-model.ts';
export { boundedFetch } from './llm/bounded-fetch.ts';
export { type Endpoint, type EndpointConfig, endpointOf, endpointProperties } from './llm/endpoint.ts';
export { plainLoop } from './agents/loop/plain-loop.ts';
export { estimateTokens, fitTokens } from './llm/tokens.ts';
export { inert } from './agents/wording/inert.ts';
export { withoutSecrets } from './llm/secrets.ts';
export { ageOf } from './text/age.ts';
export { type BodyText, readBody } from './text/read-body.ts';
export { differences } from './text/differences.ts';
export { parseQuantity } from './text/quantity.ts';
export { isSecretName, maskCommandLine, masked, maskValue } from './text/mask.ts';
export * from './engine/index.ts';
export * from './investigations/index.ts';
export type { Wait } from './jobs/wait.ts';
