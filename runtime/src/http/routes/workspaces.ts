import { HexaopsError } from '@hexaops/core';
import { answerCommand, answerEach, type RunService } from '../chat/answer.ts';
import type { MessageCommand } from '../chat/command.ts';
import { callerOf, idOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { validateBody } from '../schemas/validate.ts';
import { analyzeSchema, remediateSchema } from '../schemas/workspace.ts';
import { analysisQuestion } from '../../service/analyses.ts';
import { analysisOf, sentenceOfAction } from './sentences.ts';

const asAnalysis = validateBody(analyzeSchema);
const asRemediation = validateBody(remediateSchema);

/** Minutes that an analysis looks back where the body does not say. */
const usualMinutes = 60;

/** `POST /workspaces/{id}/analyze`: a question in the words that a person would use, so that the same rules answer it. */
export function postAnalyze(service: RunService): HttpHandler {
  return (context) => {
    refuseOtherWorkspace(context);
    const { analysis_type, time_range_minutes = usualMinutes, namespaces, stream } = asAnalysis(context.state.body);
    const command = messageOf(analysisQuestion(analysisOf[analysis_type], time_range_minutes), namespaces);
    return answerCommand(context, service, { command, form: 'text', stream });
  };
}

/**
 * `POST /workspaces/{id}/remediate`: each action is a run of its own, and each change goes the way of every change: plan,
 * guard, approval. `dry_run` shows it, and nothing is changed; `approval_required` asks for an approval also where the rules
 * ask for none. That it is false takes none away.
 */
export function postRemediate(service: RunService): HttpHandler {
  return (context) => {
    refuseOtherWorkspace(context);
    const { actions, dry_run, approval_required, stream } = asRemediation(context.state.body);
    const changes = dry_run === true ? 'tried' : approval_required === true ? 'approved' : undefined;
    const commands = actions.map((action): MessageCommand => ({
      ...messageOf(sentenceOfAction(action), action.namespace === undefined ? undefined : [action.namespace]),
      ...(changes === undefined ? {} : { changes }),
    }));
    const [command, ...more] = commands;
    if (command !== undefined && more.length === 0)
      return answerCommand(context, service, { command, form: 'text', stream });
    if (stream === true) {
      throw new HexaopsError('input-invalid', 'several actions cannot be streamed: each is a run of its own', {
        nextStep: 'leave "stream" out, or send one request for each action',
      });
    }
    return answerEach(context, service, commands);
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
