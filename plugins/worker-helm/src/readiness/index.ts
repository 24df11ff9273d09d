export type { PodTrouble } from './pod-trouble.ts';
export { type Unready, unreadyOf } from './readiness.ts';
