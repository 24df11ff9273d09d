export { type Call, type CallClass, callClasses, type Timing } from './call.ts';
export { type Admission, type Decision, Scheduler } from './scheduler.ts';
export type { ReplicaState } from './replicas.ts';
export { defaultSettings, type ScheduleSettings } from './settings.ts';
