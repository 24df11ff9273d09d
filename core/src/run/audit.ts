import type { AuditEntry } from '../extension/audit.ts';
import type { UnavailableSource } from '../extension/tool.ts';
import type { OperationIntent } from './events.ts';
import { plainCopy } from './plain.ts';
import { eventErrorOf, type RunContext, withDeadline, withDeadlineAlone } from './run-context.ts';

/** Writes down what is about to be done. Raises what a sink raises: what is not recorded is not done. */
export async function recordIntent(context: RunContext, intent: OperationIntent): Promise<void> {
  const entry = entryOf(context, intent, 'intent', `${intent.idempotencyKey}:intent`, {});
  for (const sink of context.parts.auditSinks) {
    await withDeadline(context, `the audit "${sink.id}"`, () => sink.record(entry));
  }
}

/**
 * Writes down what came of it. A sink that fails cannot undo the effect, so it changes nothing of what is said of it: it
 * is named among what could not be reached. Each outcome of an operation has an id of its own, the same when it is
 * recorded again after an interruption.
 */
export async function recordOutcome(
  context: RunContext,
  intent: OperationIntent,
  details: Readonly<Record<string, unknown>>,
): Promise<readonly UnavailableSource[]> {
  const before = context.journal.state.operations.get(intent.step)?.outcomes ?? 0;
  const id = `${intent.idempotencyKey}:outcome${before === 0 ? '' : `-${before + 1}`}`;
  const entry = entryOf(context, intent, 'outcome', id, details);
  const failed: UnavailableSource[] = [];
  for (const sink of context.parts.auditSinks) {
    try {
      await withDeadlineAlone(context, `the audit "${sink.id}"`, () => sink.record(entry));
    } catch (error) {
      failed.push({
        source: `audit ${sink.id}`,
        reason: `the outcome was not recorded: ${eventErrorOf(error).message}`,
      });
    }
  }
  return failed;
}

function entryOf(
  { parts, caller, journal, redact }: RunContext,
  intent: OperationIntent,
  phase: AuditEntry['phase'],
  id: string,
  details: Readonly<Record<string, unknown>>,
): AuditEntry {
  return plainCopy<AuditEntry>(
    {
      id,
      timestamp: new Date(parts.now()).toISOString(),
      phase,
      run: journal.identity.run,
      subject: caller.subject,
      organizations: caller.organizations,
      workspace: caller.workspace,
      eventType: intent.operation,
      resource: intent.target,
      details: { parameters: intent.parameters, approval: intent.approval, ...details },
      initiatedBy: 'AIOpsAgent',
    },
    redact,
  );
}
