export { fakeCaller, type FakeCallerOptions } from './fake-caller.ts';
export { createFakeControlPlane, type FakeControlPlane, type PerformedOperation } from './fake-control-plane.ts';
export { appendOf } from './append.ts';
export { auditOf } from './audit.ts';
export { fakeEntry, fakeRecords } from './audit-records.ts';
export { collect, eventsOf, lastOf } from './events.ts';
export { HeldPlugin } from './held-plugin.ts';
export { auditSinkChecks, type AuditSinkUnderTest } from './conformance/audit-sink.ts';
export { agentEngineChecks } from './conformance/agent-engine.ts';
export { type Check, runChecks } from './conformance/check.ts';
export { chatRecordings } from './conformance/provider/chat-completions/recordings.ts';
export { providerChecks } from './conformance/provider/checks.ts';
export {
  type ProviderRecordings,
  type ProviderUnderTest,
  type RecordedAnswer,
  scene,
  serverSentEvents,
} from './conformance/provider/recording.ts';
export { replay, type ReplayedRequest, type ReplayServer } from './conformance/provider/replay-server.ts';
export { serverCheckChecks, type ServerCheck } from './conformance/server-check.ts';
export { ruleChecks } from './conformance/rules.ts';
export { storeChecks } from './conformance/store.ts';
export { replicaChecks } from './conformance/replicas.ts';
export { toolChecks } from './conformance/tool.ts';
export { createMemoryStore } from '../store/memory.ts';
export { type Attack, attacksFor, type AttackGoal } from './attacks.ts';
export type { KnownTool, Order } from './puppet/orders.ts';
export { createPuppetModel, type PuppetModel, type PuppetOptions } from './puppet/puppet-model.ts';
export {
  createScriptedModel,
  promptText,
  providerOf,
  type RecordingModel,
  type Script,
  type ScriptedTurn,
} from './scripted-model.ts';
export { ruleSetsOf } from './rule-sets.ts';
export { openTools, type PluginTools, type ToolSituation } from './plugin-tools.ts';
