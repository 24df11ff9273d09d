export { type Call, type CallClass, callClasses, type Timing } from './call.ts';
export type { Decision } from './decision.ts';
export type { Admission } from './admission.ts';
export { Scheduler } from './scheduler.ts';
export type { ReplicaState } from './replicas.ts';
export { defaultSettings, type ScheduleSettings } from './settings.ts';
