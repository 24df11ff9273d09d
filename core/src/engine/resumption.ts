import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { RunRecord } from '../extension/store.ts';
import { requireWhole } from '../run/approval.ts';
import type { Choice, RunEventDraft } from '../run/events.ts';
import { asksForSignIn, permissionDigest } from '../run/permission-digest.ts';
import { type RunState, waitsForApproval } from '../run/state.ts';
import { mayRunWith, requireApprover } from './approvals.ts';
import type { ResumeInput } from './types.ts';

/**
 * The events with which a run goes on; appended together, so of two resumes one wins. Raises `conflict` where the run does
 * not wait for this, and `approval-*` where the decision cannot be taken.
 */
export function continuation(
  state: RunState,
  caller: Caller,
  record: RunRecord,
  input: ResumeInput,
  now: number,
): readonly RunEventDraft[] {
  if (state.status === 'completed' || state.status === 'failed' || state.status === 'cancelled') {
    throw new HexaopsError('conflict', `this run is ${state.status}`, { nextStep: 'ask again to start another' });
  }
  // Before anything else, also before a decision: an approval that waits is asked for again afterwards, under what is then permitted.
  if (mayRunWith(caller, record) && asksForSignIn(state, caller))
    return [{ type: 'reauthentication-required', reason: 'permission-changed' }];
  const resumed = resumedBy(caller);
  const { suspension } = state;
  switch (input.kind) {
    case 'decision':
      return decided(state, caller, record, input.decision, now);
    case 'input': {
      if (suspension?.kind !== 'input')
        throw new HexaopsError('conflict', 'this run asks nothing', { nextStep: 'send it as a new message' });
      return [
        { type: 'input-received', slot: suspension.slot, value: chosen(suspension.choices, input.value) },
        resumed,
      ];
    }
    case 'reauthenticated':
      if (suspension?.kind === 'approval' && suspension.approval.bytes.expiresAt <= now) {
        return [
          { type: 'approval-decided', approval: suspension.approval.id, decision: 'expired', by: 'the clock' },
          resumed,
        ];
      }
      if (suspension?.kind === 'approval')
        throw new HexaopsError('conflict', 'this run waits for an approval', { nextStep: 'approve or reject it' });
      if (suspension?.kind === 'input')
        throw new HexaopsError('conflict', 'this run waits for an answer', {
          nextStep: 'send the answer as its input',
        });
      return [resumed];
  }
}

function resumedBy(caller: Caller): RunEventDraft {
  return { type: 'run-resumed', subject: caller.subject, permissions: permissionDigest(caller) };
}

type DecisionInput = Extract<ResumeInput, { kind: 'decision' }>['decision'];

function decided(
  state: RunState,
  caller: Caller,
  record: RunRecord,
  { id, decision, hash, reason }: DecisionInput,
  now: number,
): readonly RunEventDraft[] {
  const approval = waitsForApproval(state);
  if (approval?.id !== id) {
    throw new HexaopsError('approval-not-found', 'there is no such approval, or it has been decided', {
      nextStep: 'read the run again',
    });
  }
  if (hash !== undefined && hash !== approval.hash) {
    throw new HexaopsError('approval-mismatch', 'what you saw is not what waits for approval', {
      nextStep: 'read the approval again',
    });
  }
  if (decision === 'approve') requireWhole(approval);
  const own = mayRunWith(caller, record);
  const resumed: RunEventDraft = own
    ? resumedBy(caller)
    : { type: 'reauthentication-required', reason: 'token-expired' };
  if (now >= approval.bytes.expiresAt)
    return [{ type: 'approval-decided', approval: id, decision: 'expired', by: 'the clock' }, resumed];
  // A requester may always take the request back.
  if (decision === 'approve' || !own) requireApprover(caller, record, approval);
  return [
    {
      type: 'approval-decided',
      approval: id,
      decision,
      by: caller.subject,
      permissions: permissionDigest(caller),
      ...(reason === undefined ? {} : { reason }),
    },
    resumed,
  ];
}

/**
 * The choice that the words name: by value, label or number; the words themselves where there is nothing to choose from.
 * Raises `input-invalid` with the choices.
 */
function chosen(choices: readonly Choice[], words: string): string {
  const text = words.trim().toLowerCase();
  if (choices.length === 0 && text !== '') return words.trim();
  const byNumber = /^\d+$/.test(text) ? choices[Number(text) - 1] : undefined;
  const choice =
    byNumber ?? choices.find(({ value, label }) => value.toLowerCase() === text || label.toLowerCase() === text);
  if (choice !== undefined) return choice.value;
  throw new HexaopsError('input-invalid', `"${words.slice(0, 80)}" is none of the choices`, {
    nextStep: `answer with one of: ${choices.map(({ label }) => label).join(', ')}`,
  });
}
