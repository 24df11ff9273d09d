import { HexaopsError, type ChatRequest } from '@hexaops/core';

/**
 * What a client of the AI SDK asks for: the words of the last message, or, where the last is the assistant's, the decision on
 * an approval in it. What came before is the session's own, so nothing else of the messages is read but the session's id,
 * which this service has put in the metadata of its answers. Undefined for a body whose messages have no parts.
 */
export function readRequest(body: unknown): ChatRequest | undefined {
  if (!isRecord(body) || !Array.isArray(body['messages'])) return undefined;
  const messages: readonly unknown[] = body['messages'];
  const last = messages.at(-1);
  if (!isRecord(last) || !Array.isArray(last['parts'])) return undefined;
  const parts = last['parts'].filter(isRecord);
  if (last['role'] === 'assistant') return decisionIn(parts);
  if (last['role'] !== 'user') throw notMeant('the last message is by neither user nor assistant');
  const words = parts.flatMap((part) =>
    part['type'] === 'text' && typeof part['text'] === 'string' ? [part['text']] : [],
  );
  if (words.length === 0) throw notMeant('the last message has no text');
  const session = sessionIn(messages);
  return { kind: 'message', message: words.join('\n'), ...(session === undefined ? {} : { session }) };
}

function decisionIn(parts: readonly Record<string, unknown>[]): ChatRequest {
  const answered = parts.filter(({ state }) => state === 'approval-responded').at(-1);
  const approval = answered?.['approval'];
  if (!isRecord(approval) || typeof approval['id'] !== 'string' || typeof approval['approved'] !== 'boolean') {
    throw notMeant('the last message is the assistant’s, and holds no answer to an approval');
  }
  const { id, approved, reason } = approval;
  const hash = hashShown(parts, id);
  return {
    kind: 'decision',
    decision: {
      id,
      decision: approved ? 'approve' : 'reject',
      ...(hash === undefined ? {} : { hash }),
      ...(typeof reason === 'string' ? { reason } : {}),
    },
  };
}

/** Of what the client has shown, so that nothing else is approved. */
function hashShown(parts: readonly Record<string, unknown>[], id: string): string | undefined {
  const shown = parts.find((part) => part['type'] === 'data-approval' && part['id'] === id)?.['data'];
  return isRecord(shown) && typeof shown['hash'] === 'string' ? shown['hash'] : undefined;
}

function sessionIn(messages: readonly unknown[]): string | undefined {
  for (const message of messages.toReversed()) {
    const metadata = isRecord(message) && message['role'] === 'assistant' ? message['metadata'] : undefined;
    if (isRecord(metadata) && typeof metadata['session'] === 'string') return metadata['session'];
  }
  return undefined;
}

function notMeant(message: string): HexaopsError {
  return new HexaopsError('input-invalid', message, {
    nextStep: 'end "messages" with a message of the user that has a part of text, as useChat sends it',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
