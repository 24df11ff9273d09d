import type { FactSchemas } from '../rules/index.ts';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const texts = { type: 'array', items: text };
const anything = { type: 'object', additionalProperties: true };
const object = (properties: object) => ({ type: 'object', properties, additionalProperties: false });

/**
 * What rules of each stage may look at, so that a wrong name is found when they are loaded. Facts of stage `diagnose` are
 * the workers' own and are not listed here.
 */
export const factSchemas: FactSchemas = Object.freeze({
  route: object({
    /** What the person wrote. */
    text,
    workspace: text,
    environment: text,
    namespaces: texts,
  }),
  guard: object({
    tool: text,
    worker: text,
    effect: { enum: ['read', 'write'] },
    workspace: text,
    environment: text,
    /** The call, or its plan, comes in part from what others may have written. */
    tainted: flag,
    /** A finding's remedy, and no wish of the person's. */
    proposed: flag,
    step: object({ id: text, tool: text, worker: text, effect: { enum: ['read', 'write'] }, arguments: anything }),
    plan: object({ task: text, madeBy: anything, tainted: flag, steps: { type: 'integer' } }),
    caller: object({ subject: text, organizations: texts, roles: texts, permissions: texts }),
    /** Of a write: what it would change. */
    changes: { type: 'array', items: object({ path: text, before: {}, after: {} }) },
  }),
  trigger: object({
    workspace: text,
    environment: text,
    source: text,
    name: text,
    severity: text,
    status: text,
    labels: anything,
    annotations: anything,
  }),
  model: object({
    workspace: text,
    environment: text,
    purpose: { enum: ['chat', 'plan', 'extract', 'summarize'] },
    sensitivity: { enum: ['public', 'internal', 'confidential'] },
    organization: text,
  }),
});
