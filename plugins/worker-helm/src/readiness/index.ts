export { type Unready, unreadyOf } from './readiness.ts';
