import type { SwitchedOff } from './control.ts';
import { alerts } from './controls/alerts.ts';
import { approval } from './controls/approval.ts';
import { audit } from './controls/audit.ts';
import { bounds } from './controls/bounds.ts';
import { exits } from './controls/exits.ts';
import { guard } from './controls/guard.ts';
import { modelPlans } from './controls/model-plans.ts';
import { modelWords } from './controls/model-words.ts';
import { models } from './controls/models.ts';
import { operations } from './controls/operations.ts';
import { permissions } from './controls/permissions.ts';
import { plan } from './controls/plan.ts';
import { prompts } from './controls/prompts.ts';
import { releases } from './controls/releases.ts';
import { requestedChanges } from './controls/requested-changes.ts';
import { taint } from './controls/taint.ts';
import { tenant } from './controls/tenant.ts';
import { token } from './controls/token.ts';
import { workers } from './controls/workers.ts';

/** Every control that can be switched off in a test, by what it protects. */
export const switchedOff: readonly SwitchedOff[] = [
  ...guard,
  ...taint,
  ...approval,
  ...token,
  ...tenant,
  ...operations,
  ...permissions,
  ...audit,
  ...exits,
  ...bounds,
  ...plan,
  ...workers,
  ...models,
  ...prompts,
  ...modelPlans,
  ...modelWords,
  ...alerts,
  ...releases,
  ...requestedChanges,
];
