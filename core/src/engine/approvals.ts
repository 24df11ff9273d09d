import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { RunRecord } from '../extension/store.ts';
import type { Approval } from '../run/approval.ts';
import type { RunState } from '../run/state.ts';

/** The approval that the run waits for. */
export function pendingApproval({ suspension, approvals }: RunState): Approval | undefined {
  if (suspension?.kind !== 'approval') return undefined;
  return approvals.get(suspension.approval.id)?.decision === undefined ? suspension.approval : undefined;
}

/** Whether an approval is this caller's to see: the requester's always, and those whom the rules name as approvers. */
export function mayDecide(caller: Caller, record: RunRecord, approval: Approval): boolean {
  if (caller.workspace !== record.workspace) return false;
  if (mayRunWith(caller, record)) return true;
  return approval.roles.length > 0 ? holdsRole(caller, approval) : approval.fourEyes;
}

/** A run works with its own subject's token alone, in its own workspace. */
export function mayRunWith(caller: Caller, { subject, workspace }: RunRecord): boolean {
  return caller.subject === subject && caller.workspace === workspace;
}

/**
 * Raises `approval-not-allowed` where the rules ask for somebody else. A role that the token does not name counts as not
 * held: nobody is taken for an approver because the token is silent.
 */
export function requireApprover(caller: Caller, record: RunRecord, approval: Approval): void {
  if (approval.fourEyes && mayRunWith(caller, record)) {
    throw new HexaopsError('approval-not-allowed', 'somebody other than you must approve this', {
      nextStep: 'ask a colleague of the workspace to approve it',
    });
  }
  if (approval.roles.length > 0 && !holdsRole(caller, approval)) {
    throw new HexaopsError('approval-not-allowed', `only ${approval.roles.join(' or ')} may approve this`, {
      nextStep:
        caller.roles === undefined
          ? 'your token names no roles: the operator can map them with the claims of the authenticator'
          : 'ask somebody who holds the role',
    });
  }
}

function holdsRole({ roles }: Caller, approval: Approval): boolean {
  return roles?.some((role) => approval.roles.includes(role)) ?? false;
}
