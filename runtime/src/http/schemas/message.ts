import { idSchema, namespacesSchema, streamSchema } from './common.ts';

const conversation = {
  session_id: idSchema,
  namespaces: namespacesSchema,
  stream: streamSchema,
  /** What page the person looks at. Only the workspace is read, and only to refuse another one than the token's. */
  context: {
    type: 'object',
    properties: { workspace_id: { type: 'string', maxLength: 253 } },
  },
} as const;

/** `{"message"}`, with or without a context. */
export const messageSchema = {
  type: 'object',
  properties: { message: { type: 'string' }, ...conversation },
  required: ['message'],
  additionalProperties: false,
} as const;

/**
 * `{"messages": [...]}`. The last one is the question; what came before is the session's own. Which model answers is the
 * workspace's choice, so `model` and its settings are accepted and have no effect.
 */
export const messagesSchema = {
  type: 'object',
  properties: {
    messages: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      items: {
        type: 'object',
        properties: {
          role: { enum: ['system', 'user', 'assistant'] },
          content: { type: 'string' },
          timestamp: { type: 'string', maxLength: 64 },
        },
        required: ['role', 'content'],
        additionalProperties: false,
      },
    },
    ...conversation,
    model: { type: 'string', maxLength: 256 },
    temperature: { type: 'number' },
    max_tokens: { type: 'integer' },
  },
  required: ['messages'],
  additionalProperties: false,
} as const;
