import { boundEntry } from '../audit/bound-entry.ts';
import type { AuditEntry } from '../extension/audit.ts';
import type { AuditAppend } from '../extension/store.ts';
import type { OperationIntent } from './events.ts';
import { plainCopy } from './plain.ts';
import type { RunContext } from './run-context.ts';
import { timeOf } from './time.ts';

/** What is about to be done, for the append of its `operation-intended`. Where there is no room for it, it is not done. */
export function intentOf(context: RunContext, intent: OperationIntent): AuditAppend {
  return { entries: [entryOf(context, intent, 'intent', {})], room: context.parts.auditRoom };
}

/** What came of it, for the append of its `operation-finished`: it has room always. */
export function outcomeOf(
  context: RunContext,
  intent: OperationIntent,
  details: Readonly<Record<string, unknown>>,
): AuditAppend {
  return { entries: [entryOf(context, intent, 'outcome', details)], room: Infinity };
}

function entryOf(
  { parts, caller, journal, redact }: RunContext,
  intent: OperationIntent,
  phase: AuditEntry['phase'],
  details: Readonly<Record<string, unknown>>,
): AuditEntry {
  const approvedBy = intent.approval === null ? undefined : journal.state.approvals.get(intent.approval)?.by;
  const entry = plainCopy<AuditEntry>(
    {
      id: `${intent.idempotencyKey}:${phase}`,
      timestamp: timeOf(parts.now()),
      phase,
      run: journal.identity.run,
      subject: caller.subject,
      organizations: caller.organizations,
      workspace: caller.workspace,
      eventType: intent.operation,
      resource: intent.target,
      details: { parameters: intent.parameters, approval: intent.approval, ...details },
      initiatedBy: 'AIOpsAgent',
      ...(caller.sourceAddress === undefined ? {} : { sourceAddress: caller.sourceAddress }),
      ...(approvedBy === undefined ? {} : { approvedBy }),
    },
    redact,
  );
  // After what must not be kept is taken out: a cut must not split it.
  return boundEntry(entry);
}
