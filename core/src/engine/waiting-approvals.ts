import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { RunRecord, Store } from '../extension/store.ts';
import type { Approval } from '../run/approval.ts';
import { mayDecide } from './approvals.ts';
import type { PendingApproval } from './types.ts';

/** What waits for a decision in the caller's workspace, and is theirs to decide or to see. */
export async function waitingApprovals(store: Store, caller: Caller): Promise<readonly PendingApproval[]> {
  const waiting: PendingApproval[] = [];
  for (const record of await store.pendingApprovals(caller.workspace)) {
    const approval = await awaitedApproval(store, record);
    if (approval === undefined || !mayDecide(caller, record, approval)) continue;
    waiting.push({ run: record.id, requestedBy: record.subject, approval });
  }
  return waiting;
}

/** The run that waits for this approval. Raises `approval-not-found`, the same for one that is not the caller's as for none. */
export async function runToDecide(store: Store, caller: Caller, id: string): Promise<RunRecord> {
  const record = await store.runOfApproval(caller.workspace, id);
  const approval = record && (await awaitedApproval(store, record));
  if (record !== undefined && approval !== undefined && mayDecide(caller, record, approval)) return record;
  throw new HexaopsError('approval-not-found', 'there is no such approval, or it has been decided', {
    nextStep: 'list the approvals that wait for you',
  });
}

/** The approval that a run waits for, as the last thing that happened in it; not all of its events are read for that. */
async function awaitedApproval(store: Store, { id, sequence, pending }: RunRecord): Promise<Approval | undefined> {
  const [event] = await store.events(id, sequence - 1);
  if (event?.type !== 'approval-required' || event.approval.id !== pending?.approval) return undefined;
  return event.approval;
}
