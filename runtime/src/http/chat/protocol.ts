import { HexaopsError, unknownName, type ChatProtocol, type ChatRequest } from '@hexaops/core';
import type { HttpLimits } from '../limits.ts';
import { idPattern, queryOf, type HttpContext } from '../request/context.ts';
import type { Command, CommandRequest } from './command.ts';
import { parseChatBody } from './parse.ts';
import { checkText } from './text.ts';

/** The protocol that the query names, if any. Raises `input-invalid` for one that is not installed. */
export function protocolNamed(context: HttpContext, protocols: readonly ChatProtocol[]): ChatProtocol | undefined {
  const name = queryOf(context, 'protocol');
  if (name === undefined) return undefined;
  const found = protocols.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const known = protocols.map(({ id }) => id);
  throw unknownName('input-invalid', 'protocol', name, known);
}

/** A body in the words of the first protocol that knows it; undefined where none does. */
export function parseInProtocol(
  body: unknown,
  protocols: readonly ChatProtocol[],
  limits: HttpLimits,
): CommandRequest | undefined {
  for (const protocol of protocols) {
    const request = protocol.read(body);
    if (request !== undefined) return { ...commandOf(request, limits), protocol };
  }
  return undefined;
}

/** The same checks as of the service's own bodies: a decision is read as such a body, and a session is an id. */
function commandOf(request: ChatRequest, limits: HttpLimits): CommandRequest {
  if (request.kind === 'decision') return parseChatBody({ approval: request.decision }, limits);
  const { session } = request;
  if (session !== undefined && !idPattern.test(session)) throw new HexaopsError('not-found', 'no such session');
  const command: Command = {
    kind: 'message',
    message: checkText(request.message, 'message', limits.messageBytes),
    session,
    namespaces: undefined,
    workspace: undefined,
  };
  return { command, form: 'text', stream: true };
}
