import type { Schema } from '../../extension/schema.ts';
import { compileSchema } from '../../schema/compile.ts';

const mostSteps = 12;

/** Ids stand in events, screens and slots: nothing but a plain word. */
const id = { type: 'string', pattern: '^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$' } as const;

/**
 * The form of a plan as a model is held to it, with the names of the tools that it may use and no others; where it may ask
 * back, with a question.
 */
export function planSchema(tools: readonly string[], most: number, asksBack = false): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['task', 'steps'],
    properties: {
      task: { type: 'string', maxLength: 300 },
      ...(asksBack ? { question: { type: 'string', maxLength: 300 } } : {}),
      steps: {
        type: 'array',
        maxItems: most,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'tool', 'arguments', 'needs'],
          properties: {
            id,
            tool: { enum: tools },
            arguments: { type: 'object' },
            needs: { type: 'array', items: id, maxItems: most },
          },
        },
      },
    },
  };
}

const step = {
  type: 'object',
  required: ['id', 'tool', 'arguments'],
  properties: {
    id,
    tool: { type: 'string', maxLength: 200 },
    arguments: { type: 'object' },
    needs: { type: 'array', items: id },
  },
};

/** The least that must hold of what a model gives for a plan, whatever it was held to. */
export const planShape = Object.freeze({
  mostSteps,
  problems: compileSchema({
    type: 'object',
    required: ['task', 'steps'],
    properties: {
      task: { type: 'string', maxLength: 1_000 },
      question: { type: 'string', maxLength: 2_000 },
      steps: { type: 'array', maxItems: 128, items: step },
    },
  }),
});
