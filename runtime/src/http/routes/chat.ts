import { chatProtocolPoint, HexaopsError } from '@hexaops/core';
import { answerCommand, type RunService } from '../chat/answer.ts';
import { parseChatBody } from '../chat/parse.ts';
import { parseInProtocol, protocolNamed } from '../chat/protocol.ts';
import { idPattern, queryOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { listApprovals } from './approvals.ts';
import { takeFeedback } from './feedback.ts';
import { showRun } from './runs.ts';
import { deleteAllSessions, deleteSession, listSessions, showHistory } from './sessions.ts';

/** `POST /v1/chat`: everything that a user can ask for. */
export function postChat(service: RunService): HttpHandler {
  const protocols = service.engine.contributions(chatProtocolPoint);
  return (context) => {
    const { body } = context.state;
    if (isFeedback(body)) return takeFeedback(context, service.engine);
    const named = protocolNamed(context, protocols);
    if (named !== undefined) {
      return answerCommand(context, service, { ...parseChatBody(body, service.limits), protocol: named });
    }
    return answerCommand(
      context,
      service,
      parseInProtocol(body, protocols, service.limits) ?? parseChatBody(body, service.limits),
    );
  };
}

/** `GET /v1/chat`: what the one parameter of the query names. */
export function getChat(service: RunService): HttpHandler {
  const protocols = service.engine.contributions(chatProtocolPoint);
  return async (context) => {
    switch (oneOf(context, ['run', 'session', 'sessions', 'approvals'])) {
      case 'run':
        return showRun(context, service, valueOf(context, 'run'), protocolNamed(context, protocols));
      case 'session':
        return showHistory(context, service.engine, valueOf(context, 'session'));
      case 'sessions':
        return listSessions(context, service.engine);
      case 'approvals':
        return listApprovals(context, service.engine);
    }
  };
}

/** `DELETE /v1/chat?session=`, and `?sessions=all` for everything that the caller has said in the workspace. */
export function deleteChat(service: RunService): HttpHandler {
  return async (context) => {
    if (oneOf(context, ['session', 'sessions']) === 'session') {
      return deleteSession(context, service.engine, valueOf(context, 'session'));
    }
    if (queryOf(context, 'sessions') !== 'all') {
      throw new HexaopsError('input-invalid', 'the query does not say that everything is to be deleted', {
        nextStep: 'give ?sessions=all',
      });
    }
    return deleteAllSessions(context, service.engine);
  };
}

function isFeedback(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'feedback');
}

function oneOf<N extends string>(context: HttpContext, names: readonly N[]): N {
  const given = names.filter((name) => context.query[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1) {
    throw new HexaopsError('input-invalid', 'the query does not say what is wanted', {
      nextStep: `give exactly one of: ${names.map((known) => `?${known}=`).join(', ')}`,
    });
  }
  return name;
}

function valueOf(context: HttpContext, name: string): string {
  const value = queryOf(context, name);
  if (value === undefined || !idPattern.test(value)) {
    throw new HexaopsError('input-invalid', `"${name}" in the query is not an id`, { nextStep: `give ?${name}=ID` });
  }
  return value;
}
