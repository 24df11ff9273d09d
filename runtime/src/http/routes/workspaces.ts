import { HexaopsError } from '@hexaops/core';
import { answerCommand, type RunService } from '../chat/answer.ts';
import type { MessageCommand } from '../chat/command.ts';
import { callerOf, idOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { validateBody } from '../schemas/validate.ts';
import { analyzeSchema, remediateSchema } from '../schemas/workspace.ts';
import { analysisSentences, sentenceOfAction } from './sentences.ts';

const asAnalysis = validateBody(analyzeSchema);
const asRemediation = validateBody(remediateSchema);

/** `POST /workspaces/{id}/analyze`: a question in the words that a person would use, so that the same rules answer it. */
export function postAnalyze(service: RunService): HttpHandler {
  return (context) => {
    refuseOtherWorkspace(context);
    const { analysis_type, namespaces, stream } = asAnalysis(context.state.body);
    const command = messageOf(analysisSentences[analysis_type], namespaces);
    return answerCommand(context, service, { command, form: 'text', stream });
  };
}

/** `POST /workspaces/{id}/remediate`: one change, which goes the way of every change: plan, guard, approval. */
export function postRemediate(service: RunService): HttpHandler {
  return (context) => {
    refuseOtherWorkspace(context);
    const { actions, dry_run, stream } = asRemediation(context.state.body);
    const [action, ...more] = actions;
    if (dry_run === true) {
      throw new HexaopsError('not-implemented', 'a dry run of a remediation is not there yet', {
        nextStep: 'ask for the change on /v1/chat: it waits for an approval that shows exactly what would change',
      });
    }
    if (action === undefined || more.length > 0) {
      throw new HexaopsError('not-implemented', 'several actions in one request are not there yet', {
        nextStep: 'send one request for each action: each is approved on its own',
      });
    }
    const command = messageOf(
      sentenceOfAction(action),
      action.namespace === undefined ? undefined : [action.namespace],
    );
    return answerCommand(context, service, { command, form: 'text', stream });
  };
}

export function refuseOtherWorkspace(context: HttpContext): void {
  if (idOf(context) !== callerOf(context).workspace) {
    throw new HexaopsError('not-found', 'the path names another workspace than the token');
  }
}

function messageOf(message: string, namespaces: readonly string[] | undefined): MessageCommand {
  return { kind: 'message', message, session: undefined, namespaces, workspace: undefined };
}
