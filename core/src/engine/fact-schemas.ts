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
    /** Of a write: what would be sent, whatever the tool's arguments are called. */
    operation: object({ operation: text, target: text, parameters: anything }),
    /** Of a write: what it would change. */
    changes: { type: 'array', items: object({ path: text, before: {}, after: {} }) },
    /** Of a write: how much it would touch. What its tool does not know is missing. */
    blast: object({
      replicasBefore: { type: 'integer' },
      replicasAfter: { type: 'integer' },
      pods: { type: 'integer' },
      share: { type: 'number' },
      namespaces: texts,
      isWholeWorkspace: flag,
    }),
    /** Of a write: operations of the last hour, without this one. */
    recent: object({
      operationsByCaller: { type: 'integer' },
      operationsInWorkspace: { type: 'integer' },
      operationsOnTarget: { type: 'integer' },
    }),
    /** Of a write: what the operator has set for rules to measure by. */
    limits: object({
      operationsByCaller: { type: 'integer' },
      operationsInWorkspace: { type: 'integer' },
      operationsOnTarget: { type: 'integer' },
      share: { type: 'number' },
      pods: { type: 'integer' },
    }),
  }),
  trigger: object({
    workspace: text,
    environment: text,
    /** Who tells of it: `alertmanager`. */
    source: text,
    name: text,
    severity: text,
    status: { enum: ['firing', 'resolved'] },
    /** It has begun to fire four times within an hour. */
    flapping: flag,
    /** As they were sent: to be compared. */
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
