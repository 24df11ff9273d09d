import type { SwitchedOff } from './control.ts';
import { approval } from './controls/approval.ts';
import { bounds } from './controls/bounds.ts';
import { exits } from './controls/exits.ts';
import { guard } from './controls/guard.ts';
import { operations } from './controls/operations.ts';
import { plan } from './controls/plan.ts';
import { taint } from './controls/taint.ts';
import { tenant } from './controls/tenant.ts';
import { token } from './controls/token.ts';

/** Every control that can be switched off in a test, by what it protects. */
export const switchedOff: readonly SwitchedOff[] = [
  ...guard,
  ...taint,
  ...approval,
  ...token,
  ...tenant,
  ...operations,
  ...exits,
  ...bounds,
  ...plan,
];
