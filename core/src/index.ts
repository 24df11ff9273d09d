export { CallerToken, type Caller, type Permission } from './caller.ts';
export { HexaopsError, messageOf, unknownName, type ErrorCode, type ErrorDetails } from './errors.ts';
export * from './extension/index.ts';
export * from './plugin/index.ts';
export type { AnswerDraft, Denial, HookContext, HookName, Hooks, Task, ToolCall } from './hooks/hooks.ts';
export type { Tap } from './hooks/facade.ts';
export * from './run/index.ts';
export * from './engine/index.ts';
