import { idSchema, streamSchema } from './common.ts';

/** What can be done to a run of one's own; exactly one of the three. */
export const runCommandSchema = {
  type: 'object',
  properties: {
    run_id: idSchema,
    resume: { const: true },
    cancel: { const: true },
    input: { type: 'string' },
    stream: streamSchema,
  },
  required: ['run_id'],
  additionalProperties: false,
} as const;

const decisionSchema = {
  type: 'object',
  properties: {
    id: idSchema,
    decision: { enum: ['approve', 'reject'] },
    /** The hash that the screen showed, so that nothing else is approved. */
    hash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    reason: { type: 'string', maxLength: 1024 },
  },
  required: ['id', 'decision'],
  additionalProperties: false,
} as const;

/** `{"approval": {...}}` on the chat's path. */
export const approvalCommandSchema = {
  type: 'object',
  properties: { approval: decisionSchema, stream: streamSchema },
  required: ['approval'],
  additionalProperties: false,
} as const;

/** The body of `POST /v1/approvals/{id}`: the id stands in the path. */
export const approvalAliasSchema = {
  type: 'object',
  properties: {
    decision: decisionSchema.properties.decision,
    hash: decisionSchema.properties.hash,
    reason: decisionSchema.properties.reason,
    stream: streamSchema,
  },
  required: ['decision'],
  additionalProperties: false,
} as const;

/** The body of `POST /v1/runs/{id}/input`. */
export const inputAliasSchema = {
  type: 'object',
  properties: { input: { type: 'string' }, stream: streamSchema },
  required: ['input'],
  additionalProperties: false,
} as const;

/** The body of a path that says everything by itself. */
export const streamOnlySchema = {
  type: 'object',
  properties: { stream: streamSchema },
  additionalProperties: false,
} as const;
