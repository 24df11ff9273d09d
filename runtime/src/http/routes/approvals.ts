import type { Engine } from '@hexaops/core';
import { answerCommand, type RunService } from '../chat/answer.ts';
import { shownApproval } from '../chat/shown-approval.ts';
import { callerOf, idOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { approvalAliasSchema } from '../schemas/command.ts';
import { validateBody } from '../schemas/validate.ts';

const asDecision = validateBody(approvalAliasSchema);

/** `GET /v1/approvals`: those that the caller may decide. */
export function getApprovals(engine: Engine): HttpHandler {
  return (context) => listApprovals(context, engine);
}

export async function listApprovals(context: HttpContext, engine: Engine): Promise<void> {
  const caller = callerOf(context);
  const pending = await engine.approvals(caller);
  context.body = {
    approvals: pending.map(({ run, requestedBy, approval }) => ({
      run_id: run,
      requested_by: requestedBy,
      own: requestedBy === caller.subject,
      approval,
      ...shownApproval(approval),
    })),
  };
}

/** `POST /v1/approvals/{id}`. */
export function postApproval(service: RunService): HttpHandler {
  return (context) => {
    const { stream, ...decision } = asDecision(context.state.body);
    const id = idOf(context);
    const command = { kind: 'decision', decision: { id, ...decision } } as const;
    return answerCommand(context, service, { command, form: 'text', stream });
  };
}
