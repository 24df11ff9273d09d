export { fakeCaller, type FakeCallerOptions } from './fake-caller.ts';
export { createFakeControlPlane, type FakeControlPlane, type PerformedOperation } from './fake-control-plane.ts';
export { appendOf } from './append.ts';
export { auditOf } from './audit.ts';
export { fakeEntry, fakeRecords } from './audit-records.ts';
export { collect, eventsOf, lastOf } from './events.ts';
export { HeldPlugin } from './held-plugin.ts';
export { agentEngineChecks } from './conformance/agent-engine.ts';
export { type Check, runChecks } from './conformance/check.ts';
export { providerChecks } from './conformance/provider/checks.ts';
export {
  type ProviderRecordings,
  type ProviderUnderTest,
  type RecordedAnswer,
  scene,
  serverSentEvents,
} from './conformance/provider/recording.ts';
export { replay, type ReplayedRequest, type ReplayServer } from './conformance/provider/replay-server.ts';
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
export { openTools, type PluginTools, type ToolSituation } from './plugin-tools.ts';
