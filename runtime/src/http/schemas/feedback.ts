import { idSchema } from './common.ts';

const rating = {
  score: { type: 'number', minimum: 0, maximum: 1, description: 'from 0, of no use, to 1' },
  comment: { type: 'string', maxLength: 2000 },
} as const;

/** `{"feedback": {...}}` on the chat's path. */
export const feedbackCommandSchema = {
  type: 'object',
  properties: {
    feedback: {
      type: 'object',
      properties: { run_id: idSchema, ...rating },
      required: ['run_id', 'score'],
      additionalProperties: false,
    },
  },
  required: ['feedback'],
  additionalProperties: false,
} as const;

/** The body of `POST /v1/runs/{id}/feedback`: the id stands in the path. */
export const feedbackAliasSchema = {
  type: 'object',
  properties: rating,
  required: ['score'],
  additionalProperties: false,
} as const;
