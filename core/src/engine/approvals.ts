import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { RunRecord } from '../extension/store.ts';
import { mayChange } from '../guard/guard.ts';
import type { Approval } from '../run/approval.ts';

/** Whether an approval is this caller's to see: the requester's always, and those whom the rules name as approvers. */
export function mayDecide(caller: Caller, record: RunRecord, approval: Approval): boolean {
  if (caller.workspace !== record.workspace) return false;
  if (mayRunWith(caller, record)) return true;
  if (!mayChange(caller)) return false;
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
  if (!mayChange(caller)) {
    throw new HexaopsError('approval-not-allowed', 'your token does not permit changes (aiops:remediate)', {
      nextStep: 'ask somebody who may change this workspace',
    });
  }
  if (approval.roles.length > 0 && !holdsRole(caller, approval)) {
    throw new HexaopsError('approval-not-allowed', `only ${approval.roles.join(' and ')} may approve this`, {
      nextStep:
        caller.roles === undefined
          ? 'your token names no roles: the operator can map them with the claims of the authenticator'
          : 'ask somebody who holds the role',
    });
  }
}

/** All of them: each rule that asks for one must be met. */
function holdsRole({ roles }: Caller, approval: Approval): boolean {
  return approval.roles.every((role) => roles?.includes(role) ?? false);
}
