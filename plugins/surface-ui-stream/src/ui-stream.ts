import type { ChatProtocol } from '@hexaops/core';
import { Projection } from './projection.ts';
import { readRequest } from './request.ts';

/** The AI SDK's UI message stream, version 1: what `useChat` and every client of its kind reads and sends. */
export const uiStream: ChatProtocol = {
  id: 'ui-message-stream',
  headers: { 'x-vercel-ai-ui-message-stream': 'v1' },
  read: readRequest,
  project: () => new Projection(),
};
