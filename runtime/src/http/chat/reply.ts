import type { Caller } from '@hexaops/core';
import { rankFindings } from '@hexaops/core/diagnosis';
import type { ReplyForm } from './command.ts';
import type { RunStatus, RunView, Suspension } from './run-view.ts';
import { shownApproval, wordsForApproval } from './shown-approval.ts';

/** The one reply object: the union of the keys that each client of the chat looks for. docs/http.md explains every key. */
export function replyOf(view: RunView, caller: Caller, form: ReplyForm): Readonly<Record<string, unknown>> {
  const { usage } = view;
  const foreign = isSomebodyElses(view);
  const words = foreign ? wordsForApprover(view) : wordsOf(view);
  const suspension = foreign ? undefined : view.suspension;
  return {
    reply: words,
    message:
      form === 'text'
        ? words
        : { role: 'assistant', content: words, timestamp: view.answer?.time ?? view.time ?? null },
    session_id: view.session,
    run_id: view.run,
    user_id: caller.subject,
    workspace_id: caller.workspace,
    status: view.status,
    sequence: view.sequence,
    usage: {
      prompt_tokens: usage?.inputTokens ?? 0,
      completion_tokens: usage?.outputTokens ?? 0,
      total_tokens: (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0),
      steps: usage?.steps ?? 0,
      evidence_bytes: usage?.evidenceBytes ?? 0,
    },
    suggestions: view.answer?.suggestions ?? [],
    plan: view.plan ?? null,
    findings: rankFindings(view.findings, view.relations),
    evidence: view.evidence,
    citations: view.answer?.citations ?? [],
    unavailable: view.answer?.unavailable ?? [],
    ...(view.previews.length === 0
      ? {}
      : { previews: view.previews.map((approval) => ({ approval, ...shownApproval(approval) })) }),
    ...(suspension === undefined ? {} : waitingFor(suspension)),
    ...(view.error === undefined ? {} : { error: view.error }),
  };
}

/** 202 says that there is more to come without anybody's doing; a suspended or failed run is a result like any other. */
export function statusOf(status: RunStatus): number {
  return status === 'running' ? 202 : 200;
}

function waitingFor(suspension: Suspension): Readonly<Record<string, unknown>> {
  switch (suspension.kind) {
    case 'approval':
      return { approval: suspension.approval, ...shownApproval(suspension.approval) };
    case 'reauthentication':
      return { reauthentication: { reason: suspension.reason } };
    case 'input':
      return { input: { question: suspension.question, choices: suspension.choices } };
  }
}

/** A decision is all that an approver who is not the requester sees of a run: only the requester can go on with it. */
function isSomebodyElses({ firstSequence, decision }: RunView): boolean {
  return firstSequence > 1 && decision !== undefined;
}

function wordsForApprover({ decision }: RunView): string {
  switch (decision) {
    case 'approve':
      return 'Approved. The change is made when the person who asked for it signs in again.';
    case 'reject':
      return 'Rejected. Nothing is changed.';
    default:
      return 'This approval had expired. Nothing is changed.';
  }
}

function wordsOf({ answer, suspension, status, error }: RunView): string {
  const said = answer?.text;
  if (suspension !== undefined)
    return said === undefined ? questionOf(suspension) : `${said}\n\n${questionOf(suspension)}`;
  if (status === 'failed') {
    const failure = [error?.message ?? 'This could not be answered.', error?.nextStep].filter(isGiven).join(' ');
    return [said, failure].filter(isGiven).join('\n\n');
  }
  if (said !== undefined) return said;
  switch (status) {
    case 'cancelled':
      return 'Cancelled.';
    case 'running':
      return 'Still working on it.';
    default:
      return '';
  }
}

function isGiven(part: string | undefined): part is string {
  return part !== undefined;
}

function questionOf(suspension: Suspension): string {
  switch (suspension.kind) {
    case 'approval':
      return wordsForApproval(suspension.approval);
    case 'reauthentication':
      return suspension.reason === 'token-expired'
        ? 'Your sign-in has expired while this was worked on. It goes on where it stopped once you are signed in again.'
        : 'Your permissions have changed while this was worked on. It goes on where it stopped once you are signed in again.';
    case 'input':
      return [suspension.question, ...suspension.choices.map(({ label }, index) => `${index + 1}. ${label}`)].join(
        '\n',
      );
  }
}
