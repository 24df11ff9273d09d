import { HexaopsError } from '@hexaops/core';
import type { HttpLimits } from '../limits.ts';
import { approvalCommandSchema, runCommandSchema } from '../schemas/command.ts';
import { messageSchema, messagesSchema } from '../schemas/message.ts';
import { validateBody } from '../schemas/validate.ts';
import type { Command, CommandRequest } from './command.ts';
import { checkText } from './text.ts';

const asMessage = validateBody(messageSchema);
const asMessages = validateBody(messagesSchema);
const asRunCommand = validateBody(runCommandSchema);
const asApproval = validateBody(approvalCommandSchema);

/** Tells the bodies of the chat's path apart by the one key that each alone has. */
export function parseChatBody(body: unknown, limits: HttpLimits): CommandRequest {
  if (has(body, 'approval')) return parseApproval(body);
  if (has(body, 'run_id')) return parseRunCommand(body, limits);
  if (has(body, 'messages')) return parseConversation(body, limits);
  return parseMessage(body, limits);
}

function parseMessage(body: unknown, limits: HttpLimits): CommandRequest {
  const { message, session_id, namespaces, stream, context } = asMessage(body);
  return {
    command: {
      kind: 'message',
      message: checkText(message, 'message', limits.messageBytes),
      session: session_id,
      namespaces,
      workspace: context?.workspace_id,
    },
    form: 'text',
    stream,
  };
}

function parseConversation(body: unknown, limits: HttpLimits): CommandRequest {
  const { messages, session_id, namespaces, stream, context } = asMessages(body);
  const last = messages.at(-1);
  if (last?.role !== 'user') {
    throw new HexaopsError('input-invalid', 'the last of "messages" is not by the user', {
      nextStep: 'end "messages" with {"role": "user", "content": "..."}',
    });
  }
  return {
    command: {
      kind: 'message',
      message: checkText(last.content, 'content', limits.messageBytes),
      session: session_id,
      namespaces,
      workspace: context?.workspace_id,
    },
    form: 'turn',
    stream,
  };
}

function parseRunCommand(body: unknown, limits: HttpLimits): CommandRequest {
  const { run_id: run, resume, cancel, input, stream } = asRunCommand(body);
  const commands: Command[] = [];
  if (resume === true) commands.push({ kind: 'resume', run });
  if (cancel === true) commands.push({ kind: 'cancel', run });
  if (input !== undefined) {
    commands.push({ kind: 'input', run, value: checkText(input, 'input', limits.messageBytes) });
  }
  const [command, ...more] = commands;
  if (command === undefined || more.length > 0) {
    throw new HexaopsError('input-invalid', 'a body with "run_id" says one thing to do', {
      nextStep: 'give exactly one of "resume": true, "cancel": true and "input": "..."',
    });
  }
  return { command, form: 'text', stream };
}

function parseApproval(body: unknown): CommandRequest {
  const { approval, stream } = asApproval(body);
  return { command: { kind: 'decision', decision: approval }, form: 'text', stream };
}

function has(body: unknown, key: string): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, key);
}
