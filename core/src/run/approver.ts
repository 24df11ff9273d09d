import type { Caller } from '../caller.ts';
import type { EngineParts } from '../engine/parts.ts';
import { HexaopsError } from '../errors.ts';
import type { Approval } from './approval.ts';
import type { AskedApproval } from './approval-check.ts';
import { withinTime } from './deadline.ts';
import { rememberedPermissions } from './remembered-permissions.ts';
import type { RunContext } from './run-context.ts';

/**
 * Raises `approval-mismatch` where somebody else approved, and has used the service since with other permissions than those
 * under which it was approved. Of an approver who has not been here since no more is known than what was said then.
 */
export async function requireApproverAsBefore(
  { caller, journal, parts: { store } }: RunContext,
  { approval, by, permissions }: AskedApproval,
): Promise<void> {
  if (by === undefined || by === caller.subject || permissions === undefined) return;
  const decided = journal.after(0).find((event) => event.type === 'approval-decided' && event.approval === approval.id);
  const approver = { subject: by, workspace: caller.workspace };
  const [session] = await store.sessions(approver);
  if (session === undefined || decided === undefined || session.lastUsedAt <= Date.parse(decided.time)) return;
  const since = await rememberedPermissions(store, approver, session.id);
  if (since === undefined || since === permissions) return;
  throw new HexaopsError('approval-mismatch', `the permissions of ${by}, who approved this, have changed since`, {
    nextStep: 'ask for the change again, and for another approval',
  });
}

/**
 * Raises `approval-not-allowed` where the control plane would not let the approver make the change: who may not do it is
 * nobody to approve it. Asked where the control plane can try the operation; where it cannot, the rules alone say who may.
 */
export async function requireApproverMay(
  { controlPlane, budget }: Pick<EngineParts, 'controlPlane' | 'budget'>,
  approver: Caller,
  { bytes: { operation, target, parameters } }: Approval,
): Promise<void> {
  if (controlPlane?.dryRun === undefined) return;
  try {
    await withinTime('the dry run for the approver', budget.stepMilliseconds, undefined, async (signal) =>
      controlPlane.dryRun?.(approver, { operation, target, parameters }, { signal }),
    );
  } catch (error) {
    if (!HexaopsError.is(error, 'forbidden')) throw error;
    throw new HexaopsError('approval-not-allowed', 'you may not make this change, so you cannot approve it', {
      cause: error,
      nextStep: 'ask somebody who may change this workspace',
    });
  }
}
