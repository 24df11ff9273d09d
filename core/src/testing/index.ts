export { fakeCaller, type FakeCallerOptions } from './fake-caller.ts';
export { createFakeControlPlane, type FakeControlPlane, type PerformedOperation } from './fake-control-plane.ts';
export { collect, eventsOf, lastOf } from './events.ts';
export { type Check, runChecks } from './conformance/check.ts';
export { storeChecks } from './conformance/store.ts';
export { replicaChecks } from './conformance/replicas.ts';
export { toolChecks } from './conformance/tool.ts';
